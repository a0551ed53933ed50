/**
 * A queue far larger than the broker's memory: what the process holds of it, whether it comes out whole and in order, and how soon
 * after a kill the first of it is delivered again. {@link io.postrider.benchmark.backlog.Backlog} runs it.
 */
package io.postrider.benchmark.backlog;

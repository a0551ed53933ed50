/**
 * The crash harness: real clients against a broker process that is killed, again and again, while work is in flight; and a
 * checker that knows only the files that the clients wrote. {@link io.postrider.benchmark.crash.CrashHarness} runs it.
 */
package io.postrider.benchmark.crash;

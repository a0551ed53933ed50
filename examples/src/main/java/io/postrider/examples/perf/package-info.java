/**
 * A load for any Jakarta Messaging provider, with what it costs: throughput, latency from the intended time of each send, processor
 * time, bytes written. {@link io.postrider.examples.perf.Perf} runs it; it knows the specification's API only, so that two brokers
 * are measured by the very same code.
 */
package io.postrider.examples.perf;

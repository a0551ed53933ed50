/**
 * Postrider and Apache Artemis under the same load, interleaved in one run: {@code benchmark/compare} starts
 * {@link io.postrider.benchmark.compare.Comparison}. Each side has a process for its broker and one for its client, with class paths
 * of their own; only the side whose turn it is runs, the others are paused. See docs/benchmark.md.
 */
package io.postrider.benchmark.compare;

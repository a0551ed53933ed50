package io.postrider.benchmark.compare;

/**
 * One turn of one side.
 *
 * @param round  from 1
 * @param values null if the turn failed
 */
record Measurement(Row row, Contender contender, Phase phase, int round, Values values) {
    /** As fast as it goes, for the throughput; or at a fixed rate, for the latencies. */
    enum Phase {
        CLOSED, OPEN
    }

    boolean succeeded() {
        return values != null;
    }
}

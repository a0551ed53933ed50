package io.postrider.examples.perf;

/**
 * When the operations of one producer are to begin. An open loop has a time for each whatever became of those before, so that a stall
 * shows in every operation that it delayed (no coordinated omission); the producers take turns.
 *
 * @param startNanos    of the first operation of the first producer
 * @param intervalNanos between two operations of all producers together
 * @param producer      0 to producers - 1
 */
record Schedule(long startNanos, double intervalNanos, int producer, int producers) {
    static Schedule of(PerfOptions options, long startNanos, int producer) {
        double operationsPerSecond = options.pace().messagesPerSecond() / options.load().messagesPerOperation();
        return new Schedule(startNanos, 1e9 / operationsPerSecond, producer, options.load().producers());
    }

    long intendedNanos(long operation) {
        return startNanos + (long) ((operation * producers + producer) * intervalNanos);
    }

    /** How many operations of this producer begin before that time. */
    long operationsBefore(long endNanos) {
        long count = Math.max(0, (long) Math.ceil(((endNanos - startNanos) / intervalNanos - producer) / producers));
        while (count > 0 && intendedNanos(count - 1) >= endNanos) {
            count--;
        }
        while (intendedNanos(count) < endNanos) {
            count++;
        }
        return count;
    }
}

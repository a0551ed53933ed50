package io.postrider.torture;

/**
 * How much at a time: smaller for tests. Immutable, milliseconds.
 *
 * @param clients        client processes
 * @param brokerPauseMin after a fault of the broker, in which clients get time to work, or nothing would be there to lose
 * @param otherPauseMin  after one of what is around it
 * @param quiet          how long nothing may come before all is taken to have come, beyond what delays and clocks hold messages back
 */
record Scale(int clients, int brokerPauseMin, int brokerPauseMax, int otherPauseMin, int otherPauseMax, int quiet) {
    static final Scale NORMAL = new Scale(4, 2_000, 6_000, 500, 3_000, 5_000);
}

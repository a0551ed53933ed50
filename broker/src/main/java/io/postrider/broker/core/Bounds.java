package io.postrider.broker.core;

/**
 * Shares of one command and sizes of one read. The broker has {@link #NORMAL}; the simulation has smaller ones, so that few
 * messages bring it to each of them.
 *
 * @param counterBlock    numbers reserved at once
 * @param stepsMax        steps of a subscription or browser in one batch; what is left goes on in the next, so that nobody waits long
 * @param readAhead       READY entries below which a lane reads on
 * @param readMessagesMax messages in one read
 * @param readBytesMax    bytes in one read
 * @param readScannedMax  entries that one read looks at
 * @param keptWhenIdle    entries of a lane that stay in memory when it is needed elsewhere, for the next consumer to begin with
 * @param markStep        positions by which a mark runs ahead of a delivery, so that one write serves many
 */
record Bounds(long counterBlock, int stepsMax, int readAhead, int readMessagesMax, long readBytesMax, int readScannedMax, int keptWhenIdle,
              long markStep) {
    static final Bounds NORMAL = new Bounds(1_000_000, 1000, 500, 1000, 1 << 20, 10_000, 64, 1000);
}

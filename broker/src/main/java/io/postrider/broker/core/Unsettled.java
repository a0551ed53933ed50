package io.postrider.broker.core;

/**
 * How far up a lane was changed by write sets that a read may not see yet. What lies above can be forgotten and read again.
 * Owned by the core's thread.
 */
final class Unsettled {
    private final Reads reads;
    private long writeSet;
    private long highest;

    Unsettled(Reads reads) {
        this.reads = reads;
    }

    void changed(long position, long in) {
        highest = writeSet <= reads.settled() ? position : Math.max(highest, position);
        writeSet = in;
    }

    /** Whether a read could bring something above a position as it is no more. */
    boolean concerns(long above) {
        return highest > above && writeSet > reads.settled();
    }
}

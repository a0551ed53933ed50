package io.postrider.broker.core;

import io.postrider.broker.store.ReadResult;

import java.util.Random;

/** The overflow of one boot, which begins empty: applied, reported and read when the seed says so. */
final class SimulatedOverflow {
    final MemoryStore store = new MemoryStore(operation -> false);
    private final SimulatedCommitter committer;
    private final SimulatedReaders readers;

    SimulatedOverflow(Random random, Coverage coverage) {
        this.committer = new SimulatedCommitter(store, random, true);
        this.readers = new SimulatedReaders(store, random, coverage, applied -> applied, "overflow ");
    }

    CoreStore forCore() {
        return new CoreStore(committer, readers::ask);
    }

    /** Applies some of what is queued. */
    void apply() {
        committer.apply();
        committer.sync();
    }

    /** The number to be reported applied now, or 0 if there is nothing new. */
    long report() {
        return committer.report();
    }

    /** @return the answer to a read, or null if none has one now */
    ReadResult read() {
        return readers.step();
    }

    boolean isIdle() {
        return committer.isIdle() && readers.isIdle();
    }
}

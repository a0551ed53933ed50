package io.postrider.broker.core;

import io.postrider.broker.store.Committer;
import io.postrider.broker.store.WriteSet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** Applies, syncs and reports write sets when the seed says so. What is not synced is forgotten in a crash. */
final class SimulatedCommitter implements Committer {
    private final MemoryStore store;
    private final Random random;
    /** A planted bug: what is applied is reported durable. */
    private final boolean reportsUnsynced;
    private final Deque<WriteSet> queue = new ArrayDeque<>();
    private long reported;

    SimulatedCommitter(MemoryStore store, Random random, boolean reportsUnsynced) {
        this.store = store;
        this.random = random;
        this.reportsUnsynced = reportsUnsynced;
        this.reported = store.syncedNumber();
    }

    @Override
    public void commit(WriteSet set) {
        queue.addLast(set);
    }

    int queued() {
        return queue.size();
    }

    /** Applies some of what is queued. */
    void apply() {
        for (int sets = queue.isEmpty() ? 0 : 1 + random.nextInt(queue.size()); sets > 0; sets--) {
            store.apply(queue.removeFirst());
        }
    }

    void sync() {
        store.sync(store.appliedNumber());
    }

    /** The number to be reported durable now, or 0 if there is nothing new. */
    long report() {
        long upTo = reportsUnsynced ? store.appliedNumber() : store.syncedNumber();
        if (upTo <= reported) {
            return 0;
        }
        // in groups, as they were synced
        reported += 1 + random.nextInt((int) (upTo - reported));
        return reported;
    }

    boolean isIdle() {
        return queue.isEmpty() && store.appliedNumber() == store.syncedNumber() && reported == store.syncedNumber();
    }
}

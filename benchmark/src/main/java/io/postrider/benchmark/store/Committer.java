package io.postrider.benchmark.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Makes groups durable, in order. Called by one thread. */
sealed interface Committer extends AutoCloseable permits SyncedWrite, OverlappedSync {

    /** Writes the batch and closes it; returns when it, or with overlapping the one before it, is durable. */
    void commit(WriteBatch batch) throws RocksDBException, InterruptedException;

    /** Ends the threads that the committer started, after everything written is durable. */
    @Override
    void close();

    static Committer of(Store store) {
        return switch (store.options().sync()) {
            case WRITE -> new SyncedWrite(store.db());
            case OVERLAPPED, OVERLAPPED_HALVES -> new OverlappedSync(store.db());
        };
    }
}

package io.postrider.benchmark.store;

import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The caller writes without a sync, a second thread syncs: the memtable insertion of a group runs while the group before it is synced.
 * At most two groups are not durable yet, one being synced and one written.
 */
final class OverlappedSync implements Committer {

    private final RocksDB db;
    private final WriteOptions unsynced = new WriteOptions();
    private final Thread syncer = new Thread(this::sync, "syncer");
    private long written;
    private long durable;
    private boolean closing;
    private RocksDBException failure;

    OverlappedSync(RocksDB db) {
        this.db = db;
        syncer.start();
    }

    @Override
    public void commit(WriteBatch batch) throws RocksDBException, InterruptedException {
        try (batch) {
            db.write(unsynced, batch);
        }
        synchronized (this) {
            written++;
            notifyAll();
            while (durable < written - 1 && failure == null) {
                wait();
            }
            if (failure != null) {
                throw failure;
            }
        }
    }

    private void sync() {
        try {
            for (long next = awaitWritten(); next > 0; next = awaitWritten()) {
                db.syncWal();
                synchronized (this) {
                    durable = next;
                    notifyAll();
                }
            }
        } catch (RocksDBException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return the number of the last group written and not yet durable, 0 at the end} */
    private synchronized long awaitWritten() throws InterruptedException {
        while (written == durable && !closing) {
            wait();
        }
        return written == durable ? 0 : written;
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        // Not cut short by an interrupt: the database must outlive its last sync.
        boolean interrupted = false;
        while (syncer.isAlive()) {
            try {
                syncer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        unsynced.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

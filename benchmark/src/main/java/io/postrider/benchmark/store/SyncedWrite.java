package io.postrider.benchmark.store;

import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** The write syncs the log before it returns. */
final class SyncedWrite implements Committer {

    private final RocksDB db;
    private final WriteOptions synced = new WriteOptions().setSync(true);

    SyncedWrite(RocksDB db) {
        this.db = db;
    }

    @Override
    public void commit(WriteBatch batch) throws RocksDBException {
        try (batch) {
            db.write(synced, batch);
        }
    }

    @Override
    public void close() {
        synced.close();
    }
}

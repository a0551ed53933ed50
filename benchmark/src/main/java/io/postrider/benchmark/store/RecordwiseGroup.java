package io.postrider.benchmark.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** A group whose records each cross JNI, as RocksDB's Java API is meant to be used. */
final class RecordwiseGroup implements Group {

    private final Store store;
    private WriteBatch batch = new WriteBatch();

    RecordwiseGroup(Store store) {
        this.store = store;
    }

    @Override
    public void put(Family family, byte[] key, byte[] value) throws RocksDBException {
        batch.put(store.handle(family), store.key(family, key), value);
    }

    @Override
    public void remove(Family family, byte[] key) throws RocksDBException {
        switch (store.options().removal()) {
            case SINGLE_DELETE -> batch.singleDelete(store.handle(family), store.key(family, key));
            case DELETE -> batch.delete(store.handle(family), store.key(family, key));
        }
    }

    @Override
    public WriteBatch take() {
        WriteBatch taken = batch;
        batch = new WriteBatch();
        return taken;
    }
}

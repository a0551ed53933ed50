package io.postrider.benchmark.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** What is committed together. Used by one thread, again and again; {@link #take()} ends one group and begins the next. */
sealed interface Group permits EncodedGroup, RecordwiseGroup {

    void put(Family family, byte[] key, byte[] value) throws RocksDBException;

    void remove(Family family, byte[] key) throws RocksDBException;

    /** {@return the batch to write, which the caller closes} */
    WriteBatch take();

    static Group of(Store store) {
        return switch (store.options().encoding()) {
            case ONE_ARRAY -> new EncodedGroup(store);
            case PER_RECORD -> new RecordwiseGroup(store);
        };
    }
}

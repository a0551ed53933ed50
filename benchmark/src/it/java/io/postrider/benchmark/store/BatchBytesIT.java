package io.postrider.benchmark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Our encoding of a write batch is RocksDB's own, in the version that we use. */
@Timeout(60)
class BatchBytesIT {

    private static final byte[] SHORT_KEY = {1, 2, 3};
    private static final byte[] LONG_KEY = new byte[200];
    private static final byte[] VALUE = new byte[20_000];

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        RocksDB.loadLibrary();
    }

    @Test
    void isByteForByteWhatRocksDbWrites() throws RocksDBException {
        for (StoreOptions.Families families : StoreOptions.Families.values()) {
            for (StoreOptions.Removal removal : StoreOptions.Removal.values()) {
                StoreOptions options = StoreOptions.base().with(families).with(removal);
                try (Store store = new Store(options, folder.resolve(families + "-" + removal));
                        WriteBatch ours = filled(new EncodedGroup(store)); WriteBatch theirs = filled(new RecordwiseGroup(store))) {
                    assertArrayEquals(theirs.data(), ours.data());
                    assertEquals(theirs.count(), ours.count());
                }
            }
        }
    }

    @Test
    void reachesTheFamiliesItNames() throws RocksDBException {
        try (Store store = new Store(StoreOptions.base(), folder); WriteOptions synced = new WriteOptions().setSync(true)) {
            EncodedGroup group = new EncodedGroup(store);
            group.put(Family.STATE, SHORT_KEY, VALUE);
            group.put(Family.MESSAGES, LONG_KEY, VALUE);
            group.put(Family.CHUNKS, SHORT_KEY, SHORT_KEY);
            write(store, synced, group);
            group.remove(Family.MESSAGES, LONG_KEY);
            write(store, synced, group);
        }
        try (Store store = new Store(StoreOptions.base(), folder)) {
            assertArrayEquals(VALUE, store.db().get(store.handle(Family.STATE), SHORT_KEY));
            assertNull(store.db().get(store.handle(Family.MESSAGES), SHORT_KEY));
            assertNull(store.db().get(store.handle(Family.MESSAGES), LONG_KEY));
            assertArrayEquals(SHORT_KEY, store.db().get(store.handle(Family.CHUNKS), SHORT_KEY));
        }
    }

    @Test
    void aWrongCountIsRefusedAndEndsAllWritingUntilTheNextOpen() throws RocksDBException {
        BatchBytes encoded = new BatchBytes();
        try (Store store = new Store(StoreOptions.base(), folder); WriteOptions synced = new WriteOptions().setSync(true)) {
            encoded.put(store.id(Family.STATE), SHORT_KEY, VALUE);
            byte[] bytes = encoded.toByteArray();
            bytes[8] = 2;
            try (WriteBatch batch = new WriteBatch(bytes)) {
                assertThrows(RocksDBException.class, () -> store.db().write(synced, batch));
            }
            EncodedGroup sound = new EncodedGroup(store);
            sound.put(Family.STATE, LONG_KEY, VALUE);
            assertThrows(RocksDBException.class, () -> write(store, synced, sound));
        }
        try (Store store = new Store(StoreOptions.base(), folder); WriteOptions synced = new WriteOptions().setSync(true)) {
            assertNull(store.db().get(store.handle(Family.STATE), SHORT_KEY));
            EncodedGroup sound = new EncodedGroup(store);
            sound.put(Family.STATE, LONG_KEY, VALUE);
            write(store, synced, sound);
            assertArrayEquals(VALUE, store.db().get(store.handle(Family.STATE), LONG_KEY));
        }
    }

    private static void write(Store store, WriteOptions options, Group group) throws RocksDBException {
        try (WriteBatch batch = group.take()) {
            store.db().write(options, batch);
        }
    }

    private static WriteBatch filled(Group group) throws RocksDBException {
        for (Family family : Family.values()) {
            group.put(family, SHORT_KEY, VALUE);
            group.put(family, LONG_KEY, new byte[0]);
            group.remove(family, SHORT_KEY);
        }
        return group.take();
    }
}

package io.postrider.benchmark.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** One open database with one candidate's options. Opened, used and closed by the benchmark's main thread; a committer may add one. */
final class Store implements AutoCloseable {

    private static final long BLOCK_CACHE_BYTES = 64L << 20;
    private static final long CHUNK_BLOB_BYTES_MIN = 4L << 10;
    private static final int MEMTABLES_MAX = 3;

    private final StoreOptions options;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();
    private final RocksDB db;

    Store(StoreOptions options, Path folder) throws RocksDBException {
        this.options = options;
        LRUCache cache = own(new LRUCache(BLOCK_CACHE_BYTES));
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        families.add(family("default", messages(cache)));
        if (options.families() == StoreOptions.Families.THREE) {
            families.add(family("state", table(cache)));
            families.add(family("messages", messages(cache)));
            families.add(family("chunks", chunks(cache)));
        }
        try {
            db = RocksDB.open(database(), folder.toString(), families, handles);
        } catch (RocksDBException e) {
            closeOwned();
            throw e;
        }
        // What is owned last is closed first: handles before the database, the database before its options.
        own(db);
        handles.forEach(this::own);
    }

    StoreOptions options() {
        return options;
    }

    RocksDB db() {
        return db;
    }

    ColumnFamilyHandle handle(Family family) {
        return options.families() == StoreOptions.Families.ONE ? handles.get(0) : handles.get(1 + family.ordinal());
    }

    /** {@return the id of the family in a write batch; 0 is the default family} */
    int id(Family family) {
        return handle(family).getID();
    }

    /** {@return the key as stored: with one column family for all, a first byte keeps the three kinds apart} */
    byte[] key(Family family, byte[] key) {
        if (options.families() == StoreOptions.Families.THREE) {
            return key;
        }
        byte[] prefixed = new byte[key.length + 1];
        prefixed[0] = (byte) family.ordinal();
        System.arraycopy(key, 0, prefixed, 1, key.length);
        return prefixed;
    }

    RocksIterator iterator(Family family) {
        return db.newIterator(handle(family));
    }

    /** Waits until no flush and no compaction runs, five seconds at most: what one candidate left behind is not charged to the next. */
    void settle() throws RocksDBException, InterruptedException {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (busy() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
    }

    private boolean busy() throws RocksDBException {
        for (ColumnFamilyHandle handle : handles) {
            if (db.getLongProperty(handle, "rocksdb.num-running-compactions") > 0 || db.getLongProperty(handle, "rocksdb.compaction-pending") > 0
                    || db.getLongProperty(handle, "rocksdb.num-running-flushes") > 0
                    || db.getLongProperty(handle, "rocksdb.mem-table-flush-pending") > 0) {
                return true;
            }
        }
        return false;
    }

    /** Closes without a flush. RocksDB then replays its logs at the next open, as after a kill. */
    @Override
    public void close() {
        closeOwned();
    }

    private DBOptions database() {
        return own(new DBOptions()).setCreateIfMissing(true).setCreateMissingColumnFamilies(true).setRecycleLogFileNum(options.recycledLogs())
                .setWalRecoveryMode(options.recovery()).setMaxTotalWalSize(options.walBytesMax()).setMaxBackgroundJobs(2)
                .setSkipStatsUpdateOnDbOpen(true).setStatsDumpPeriodSec(0)
                .setAtomicFlush(options.flush() == StoreOptions.Flush.TOGETHER);
    }

    private ColumnFamilyOptions messages(LRUCache cache) {
        return table(cache).setMaxBytesForLevelBase(4 * options.memtableBytes()).setCompressionType(options.compression());
    }

    private ColumnFamilyOptions chunks(LRUCache cache) {
        ColumnFamilyOptions chunks = table(cache);
        return options.chunkBlobs()
                ? chunks.setEnableBlobFiles(true).setMinBlobSize(CHUNK_BLOB_BYTES_MIN).setEnableBlobGarbageCollection(true)
                : chunks;
    }

    private ColumnFamilyOptions table(LRUCache cache) {
        return own(new ColumnFamilyOptions()).setCompressionType(CompressionType.NO_COMPRESSION)
                .setWriteBufferSize(options.memtableBytes()).setMaxWriteBufferNumber(MEMTABLES_MAX)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    }

    private static ColumnFamilyDescriptor family(String name, ColumnFamilyOptions options) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.US_ASCII), options);
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    private void closeOwned() {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("closing the store of " + options.name(), e);
            }
        }
    }
}

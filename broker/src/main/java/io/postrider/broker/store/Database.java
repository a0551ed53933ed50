package io.postrider.broker.store;

import org.rocksdb.AbstractEventListener;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.ReadOptions;
import org.rocksdb.WALRecoveryMode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One open RocksDB with the families of {@link Family} and everything native that belongs to it. Made and closed by
 * {@link RocksStore} or {@link OverflowStore}; any thread may read until it is closed.
 */
final class Database implements AutoCloseable {
    private static final long MIB = 1 << 20;
    /** One that is filled, one that is written, one in reserve, so that a slow disk does not stop sends at once. */
    private static final int MEMTABLES_MAX = 3;
    /** Replayed at each open, so it is cut long before RocksDB's own bound of 1 GiB. */
    private static final long MANIFEST_BYTES_MAX = 16 * MIB;
    private static final long INFO_LOG_BYTES_MAX = 8 * MIB;
    private static final int INFO_LOGS_MAX = 4;
    /** Worth more than half on small batches; point-in-time recovery is a mode that allows it. */
    private static final int RECYCLED_WAL_FILES = 4;

    /** What a database is opened for. */
    enum Use {
        DURABLE,
        /** Files are left as they are, see {@link #stopCompaction}. */
        FENCED,
        /** What is there is not changed; the write-ahead logs are read into memory. */
        READ_ONLY,
        /** Without write-ahead log, which RocksDB refuses for writes if logs are recycled. */
        OVERFLOW
    }

    static {
        NativeLibrary.load();
    }

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();
    private final RocksDB rocks;

    private Database(Path folder, StoreSettings settings, AbstractEventListener events, Use use) throws RocksDBException {
        try {
            LRUCache cache = own(new LRUCache(settings.blockCacheBytes()));
            DBOptions options = databaseOptions(settings, use);
            if (events != null) {
                options.setListeners(List.of(own(events)));
            }
            List<ColumnFamilyDescriptor> families = new ArrayList<>();
            for (String name : List.of("default", "state", "messages", "chunks")) {
                families.add(new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.US_ASCII),
                        familyOptions(cache, settings.memtableBytes(), use)));
            }
            rocks = own(use == Use.READ_ONLY ? RocksDB.openReadOnly(options, folder.toString(), families, handles)
                    : RocksDB.open(options, folder.toString(), families, handles));
            handles.forEach(this::own);
        } catch (RocksDBException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** @param events told of flushes, or null */
    static Database open(Path folder, StoreSettings settings, AbstractEventListener events, Use use) throws RocksDBException {
        Database database = new Database(folder, settings, events, use);
        database.checkFamilies(folder);
        return database;
    }

    RocksDB rocks() {
        return rocks;
    }

    ColumnFamilyHandle handle(Family family) {
        return handles.get(family.id());
    }

    byte[] get(Family family, byte[] key) throws RocksDBException {
        return rocks.get(handle(family), key);
    }

    /** The values of keys in their order, null where there is none. */
    List<byte[]> get(Family family, List<byte[]> keys) throws RocksDBException {
        ColumnFamilyHandle handle = handle(family);
        List<ColumnFamilyHandle> same = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            same.add(handle);
        }
        return rocks.multiGetAsList(same, keys);
    }

    /**
     * Leaves files as they are: a compaction that comes to a block which cannot be read would stop all writes. Costs space and
     * slower reads, until the data folder is restored from a copy.
     */
    void stopCompaction() {
        for (ColumnFamilyHandle handle : handles) {
            try {
                rocks.setOptions(handle, MutableColumnFamilyOptions.builder().setDisableAutoCompactions(true).build());
            } catch (RocksDBException e) {
                throw new IllegalStateException("turning compaction off: " + e.getMessage(), e);
            }
        }
    }

    /** Writes all memtables to files. */
    void flush() throws RocksDBException {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            rocks.flush(flush, handles);
        }
    }

    RocksIterator iterator(Family family, ReadOptions options) {
        return rocks.newIterator(handle(family), options);
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            try {
                owned.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("closing a database", e);
            }
        }
    }

    /** Write sets are encoded with the ids of {@link Family}: a family of another id would be another family's data. */
    private void checkFamilies(Path folder) {
        for (Family family : Family.values()) {
            int id = handle(family).getID();
            if (id != family.id()) {
                close();
                throw new StoreException("The store in " + folder + " has its family " + family + " under id " + id + ", expected "
                        + family.id() + ": it was not made by Postrider. Name another data folder.");
            }
        }
    }

    /** Chosen and measured in decision record 001. Families are flushed together: so one log is live, and its end frees all of it. */
    private DBOptions databaseOptions(StoreSettings settings, Use use) {
        return own(new DBOptions()).setCreateIfMissing(true).setCreateMissingColumnFamilies(true)
                .setRecycleLogFileNum(use == Use.OVERFLOW ? 0 : RECYCLED_WAL_FILES)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setAtomicFlush(true).setMaxTotalWalSize(2 * settings.memtableBytes()).setMaxBackgroundJobs(2)
                .setMaxManifestFileSize(MANIFEST_BYTES_MAX).setMaxLogFileSize(INFO_LOG_BYTES_MAX).setKeepLogFileNum(INFO_LOGS_MAX)
                .setSkipStatsUpdateOnDbOpen(true).setStatsDumpPeriodSec(0).setStatsPersistPeriodSec(0);
    }

    private ColumnFamilyOptions familyOptions(LRUCache cache, long memtableBytes, Use use) {
        return own(new ColumnFamilyOptions()).setWriteBufferSize(memtableBytes).setMaxWriteBufferNumber(MEMTABLES_MAX)
                .setMaxBytesForLevelBase(4 * memtableBytes).setCompressionType(CompressionType.NO_COMPRESSION)
                .setDisableAutoCompactions(use == Use.FENCED || use == Use.READ_ONLY)
                .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }
}

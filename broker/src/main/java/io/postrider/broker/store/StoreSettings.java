package io.postrider.broker.store;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a store is opened with.
 *
 * @param folder          the data folder; made if it does not exist
 * @param memtableBytes   what RocksDB gathers of each family before it writes files, 64 KiB to 1 GiB; the write-ahead logs are
 *                        bounded by twice that, which bounds a restart. A message removed before its memtable is written costs
 *                        no file at all. Memory: at most three of these for each of the three families
 * @param blockCacheBytes bound of the cache of read blocks
 * @param acceptLoss      go on although the write-ahead log is damaged in its middle, without what follows the damage
 * @param noteSyncedWal   tests of power loss only: note after each sync how far the write-ahead log is synced
 * @param syncGate        tests of faults only: what stands before each sync
 */
public record StoreSettings(Path folder, long memtableBytes, long blockCacheBytes, boolean acceptLoss, boolean noteSyncedWal,
                            SyncGate syncGate) {
    private static final long MIB = 1 << 20;

    public StoreSettings {
        Objects.requireNonNull(syncGate, "syncGate");
        if (memtableBytes < 64 * 1024 || memtableBytes > 1024 * MIB) {
            throw new IllegalArgumentException("memtableBytes of " + memtableBytes + ", expected 64 KiB to 1 GiB");
        }
        if (blockCacheBytes < MIB) {
            throw new IllegalArgumentException("blockCacheBytes of " + blockCacheBytes + ", expected at least 1 MiB");
        }
    }

    /** The settings of a broker that says nothing else. */
    public static StoreSettings of(Path folder) {
        return new StoreSettings(folder, 64 * MIB, 64 * MIB, false, false, SyncGate.OPEN);
    }

    public StoreSettings withMemtableBytes(long bytes) {
        return new StoreSettings(folder, bytes, blockCacheBytes, acceptLoss, noteSyncedWal, syncGate);
    }

    public StoreSettings withBlockCacheBytes(long bytes) {
        return new StoreSettings(folder, memtableBytes, bytes, acceptLoss, noteSyncedWal, syncGate);
    }

    public StoreSettings acceptingLoss() {
        return new StoreSettings(folder, memtableBytes, blockCacheBytes, true, noteSyncedWal, syncGate);
    }

    public StoreSettings notingSyncedWal() {
        return new StoreSettings(folder, memtableBytes, blockCacheBytes, acceptLoss, true, syncGate);
    }

    public StoreSettings withSyncGate(SyncGate gate) {
        return new StoreSettings(folder, memtableBytes, blockCacheBytes, acceptLoss, noteSyncedWal, gate);
    }
}

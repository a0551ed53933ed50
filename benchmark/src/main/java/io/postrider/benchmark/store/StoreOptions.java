package io.postrider.benchmark.store;

import org.rocksdb.CompressionType;
import org.rocksdb.WALRecoveryMode;

/**
 * One candidate: everything about a store that the benchmark varies. Candidates differ from {@link #base()} in one thing each, so that
 * a ratio has one cause.
 *
 * @param name what the tables call it
 * @param families whether state, messages and chunks have column families of their own
 * @param flush whether the families are flushed together
 * @param memtableBytes of each family
 * @param walBytesMax bound of the live write-ahead logs in bytes, 0 = RocksDB's own (four times all memtables)
 * @param removal how a message is removed
 * @param encoding how a group reaches RocksDB
 * @param sync how a group becomes durable
 * @param recycledLogs {@code recycle_log_file_num}
 * @param recovery what a damaged write-ahead log means at open
 * @param compression of messages
 * @param chunkBlobs whether chunks live in blob files
 */
record StoreOptions(String name, Families families, Flush flush, long memtableBytes, long walBytesMax, Removal removal, Encoding encoding, Sync sync,
        int recycledLogs, WALRecoveryMode recovery, CompressionType compression, boolean chunkBlobs) {

    private static final long MIB = 1 << 20;

    enum Families { THREE, ONE }

    enum Flush {
        /** A full memtable takes the others with it: one live log, and all logs of one length, which is what makes them worth reusing. */
        TOGETHER,
        /** Each family when it is full, or when the logs are beyond their bound. */
        EACH_FAMILY
    }

    enum Removal { SINGLE_DELETE, DELETE }

    enum Encoding { ONE_ARRAY, PER_RECORD }

    enum Sync {
        /** The write itself syncs. */
        WRITE,
        /** A second thread syncs while the next group is written; two groups are under way. */
        OVERLAPPED,
        /** The same with groups of half the size, so that as many messages wait as with {@link #WRITE}. */
        OVERLAPPED_HALVES
    }

    static StoreOptions base() {
        return new StoreOptions("base", Families.THREE, Flush.TOGETHER, 128 * MIB, 256 * MIB, Removal.SINGLE_DELETE, Encoding.ONE_ARRAY, Sync.WRITE, 4,
                WALRecoveryMode.PointInTimeRecovery, CompressionType.NO_COMPRESSION, false);
    }

    StoreOptions named(String other) {
        return new StoreOptions(other, families, flush, memtableBytes, walBytesMax, removal, encoding, sync, recycledLogs, recovery, compression,
                chunkBlobs);
    }

    StoreOptions with(Families other) {
        return new StoreOptions(name, other, flush, memtableBytes, walBytesMax, removal, encoding, sync, recycledLogs, recovery, compression,
                chunkBlobs);
    }

    StoreOptions with(Flush other) {
        return new StoreOptions(name, families, other, memtableBytes, walBytesMax, removal, encoding, sync, recycledLogs, recovery,
                compression, chunkBlobs);
    }

    /** The bound of the logs follows the memtable, as it shall in the store. */
    StoreOptions withMemtableBytes(long other) {
        return new StoreOptions(name, families, flush, other, 2 * other, removal, encoding, sync, recycledLogs, recovery, compression, chunkBlobs);
    }

    StoreOptions withWalBytesMax(long other) {
        return new StoreOptions(name, families, flush, memtableBytes, other, removal, encoding, sync, recycledLogs, recovery, compression,
                chunkBlobs);
    }

    StoreOptions with(Removal other) {
        return new StoreOptions(name, families, flush, memtableBytes, walBytesMax, other, encoding, sync, recycledLogs, recovery, compression,
                chunkBlobs);
    }

    StoreOptions with(Encoding other) {
        return new StoreOptions(name, families, flush, memtableBytes, walBytesMax, removal, other, sync, recycledLogs, recovery, compression,
                chunkBlobs);
    }

    StoreOptions with(Sync other) {
        return new StoreOptions(name, families, flush, memtableBytes, walBytesMax, removal, encoding, other, recycledLogs, recovery, compression,
                chunkBlobs);
    }

    StoreOptions withRecycledLogs(int other) {
        return new StoreOptions(name, families, flush, memtableBytes, walBytesMax, removal, encoding, sync, other, recovery, compression,
                chunkBlobs);
    }

    StoreOptions with(WALRecoveryMode other) {
        return new StoreOptions(name, families, flush, memtableBytes, walBytesMax, removal, encoding, sync, recycledLogs, other, compression,
                chunkBlobs);
    }

    StoreOptions with(CompressionType other) {
        return new StoreOptions(name, families, flush, memtableBytes, walBytesMax, removal, encoding, sync, recycledLogs, recovery, other,
                chunkBlobs);
    }

    StoreOptions withChunkBlobs() {
        return new StoreOptions(name, families, flush, memtableBytes, walBytesMax, removal, encoding, sync, recycledLogs, recovery, compression,
                true);
    }
}

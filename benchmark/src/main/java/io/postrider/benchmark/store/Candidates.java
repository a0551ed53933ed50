package io.postrider.benchmark.store;

import java.util.List;
import org.rocksdb.CompressionType;

/** The options compared, each with the base first. */
final class Candidates {

    private static final long MIB = 1 << 20;
    private static final StoreOptions BASE = StoreOptions.base();

    private Candidates() {
    }

    static List<StoreOptions> flow() {
        return List.of(BASE, eachFamily(), oneFamily(), delete(), memtable(64), memtable(256),
                BASE.named("put-per-record").with(StoreOptions.Encoding.PER_RECORD),
                BASE.named("overlapped").with(StoreOptions.Sync.OVERLAPPED),
                BASE.named("overlapped-halves").with(StoreOptions.Sync.OVERLAPPED_HALVES), fresh(), lz4());
    }

    static List<StoreOptions> backlog() {
        return List.of(BASE, eachFamily(), eachFamily().named("logs-unbounded").withWalBytesMax(0), oneFamily(), delete(),
                memtable(64), memtable(256), fresh(), lz4(), BASE.named("overlapped").with(StoreOptions.Sync.OVERLAPPED),
                BASE.named("base-again"));
    }

    static List<StoreOptions> chunks() {
        return List.of(BASE, BASE.named("blob-files").withChunkBlobs());
    }

    private static StoreOptions eachFamily() {
        return BASE.named("flush-each-family").with(StoreOptions.Flush.EACH_FAMILY);
    }

    private static StoreOptions oneFamily() {
        return BASE.named("one-family").with(StoreOptions.Families.ONE);
    }

    private static StoreOptions delete() {
        return BASE.named("delete").with(StoreOptions.Removal.DELETE);
    }

    private static StoreOptions memtable(int mib) {
        return BASE.named("memtable-" + mib).withMemtableBytes(mib * MIB);
    }

    private static StoreOptions fresh() {
        return BASE.named("not-recycled").withRecycledLogs(0);
    }

    private static StoreOptions lz4() {
        return BASE.named("lz4").with(CompressionType.LZ4_COMPRESSION);
    }
}

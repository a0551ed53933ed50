package io.postrider.benchmark.backlog;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a broker's process may hold in memory at the most while one queue is filled and drained, as a sum with a line for each holder.
 * What the store takes does not depend on the heap, nor on how much is stored but for the index of its files.
 */
final class MemoryBound {
    private static final long MIB = 1 << 20;
    /** Of the store's messages: one that is filled, one that is written to a file, one in reserve. */
    private static final long MEMTABLES_BYTES = 3 * 64 * MIB;
    /** Of the other families, which are written to files together with the messages and hold little for one queue. */
    private static final long OTHER_MEMTABLES_BYTES = 32 * MIB;
    private static final long BLOCK_CACHE_BYTES = 64 * MIB;
    /** A block of 4 KiB holds three messages of 1 KiB and has a key in the index, which is in memory for every file. */
    private static final long INDEX_BYTES_PER_MESSAGE = 12;
    /** Classes, compiled code, threads, the collector's own tables, libraries, and what malloc has not given back. */
    private static final long JVM_BYTES = 192 * MIB;

    private final Map<String, Long> parts = new LinkedHashMap<>();

    /**
     * @param heapBytes   -Xmx
     * @param directBytes -XX:MaxDirectMemorySize
     * @param messages    stored at the most
     */
    MemoryBound(long heapBytes, long directBytes, long messages) {
        parts.put("heap (-Xmx)", heapBytes);
        parts.put("direct memory (-XX:MaxDirectMemorySize)", directBytes);
        parts.put("RocksDB memtables of messages", MEMTABLES_BYTES);
        parts.put("RocksDB memtables of all else", OTHER_MEMTABLES_BYTES);
        parts.put("RocksDB block cache", BLOCK_CACHE_BYTES);
        parts.put("RocksDB indexes of files", messages * INDEX_BYTES_PER_MESSAGE);
        parts.put("JVM: classes, code, threads, collector, libraries, malloc", JVM_BYTES);
    }

    /** Name and bytes of each part, in order. */
    Map<String, Long> parts() {
        return parts;
    }

    long bytes() {
        return parts.values().stream().mapToLong(Long::longValue).sum();
    }
}

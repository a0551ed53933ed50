package io.postrider.broker.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Write sets that become durable together, as one batch of RocksDB's representation that crosses JNI as one array:
 * <pre>
 *   sequence number, 8 bytes, 0 (RocksDB sets it) | number of operations, 4 bytes, lowest first | {@link AppliedRecord} | operations
 * </pre>
 * Used by the committer's thread.
 */
final class GroupBatch {
    /** About what the disk writes in 10 ms: how long a small write set may wait behind a group. */
    static final int BYTES_MAX = 4 << 20;
    /** RocksDB inserts about a million a second, so this many take about as long. */
    static final int OPERATIONS_MAX = 10_000;
    /** So that a large body, which comes as many write sets, leaves most of each group to others. */
    static final int CHUNK_BYTES_MAX = 1 << 20;
    static final int HEADER_BYTES = 12;
    private static final int COUNT_OFFSET = 8;

    private final List<WriteSet> sets = new ArrayList<>();
    private long bytes;
    private long operations;
    private long chunkBytes;
    private boolean awaited;

    /** Whether a write set may join; one that is above a bound by itself is a group alone. */
    boolean fits(WriteSet set) {
        return sets.isEmpty() || bytes + set.bytes() <= BYTES_MAX && operations + set.count() <= OPERATIONS_MAX
                && chunkBytes + set.chunkBytes() <= CHUNK_BYTES_MAX;
    }

    void add(WriteSet set) {
        sets.add(set);
        bytes += set.bytes();
        operations += set.count();
        chunkBytes += set.chunkBytes();
        awaited |= set.isAwaited();
    }

    boolean isEmpty() {
        return sets.isEmpty();
    }

    int size() {
        return sets.size();
    }

    /** Whether somebody waits for one of them. */
    boolean isAwaited() {
        return awaited;
    }

    long lastNumber() {
        return sets.get(sets.size() - 1).number();
    }

    byte[] encode(AppliedRecord header) {
        byte[] first = header.operation();
        byte[] batch = new byte[Math.toIntExact(HEADER_BYTES + first.length + bytes)];
        int count = Math.toIntExact(operations + 1);
        for (int i = 0; i < Integer.BYTES; i++) {
            batch[COUNT_OFFSET + i] = (byte) (count >>> 8 * i);
        }
        System.arraycopy(first, 0, batch, HEADER_BYTES, first.length);
        int at = HEADER_BYTES + first.length;
        for (WriteSet set : sets) {
            System.arraycopy(set.array(), 0, batch, at, set.bytes());
            at += set.bytes();
        }
        return batch;
    }
}

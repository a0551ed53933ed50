package io.postrider.benchmark.store;

import java.util.Arrays;

/**
 * Builds RocksDB's own representation of a write batch in one array, so that a group crosses JNI once instead of once per record.
 *
 * <pre>
 *   offset  bytes
 *   0       8       sequence number, little endian; 0, RocksDB sets it when it writes
 *   8       4       number of records, little endian
 *   12      ...     records
 *
 *   record = tag [column family id] key [value]
 *     tag     1 byte    in the default family: 1 put, 0 delete, 7 single delete
 *                       in any other:          5 put, 4 delete, 8 single delete, followed by the family's id
 *     id      varint32  only in a family other than the default one
 *     key     varint32 length, then the bytes
 *     value   the same, only of a put
 * </pre>
 *
 * <p>Used by one thread; {@link #clear()} makes it ready for the next group and keeps the memory.
 */
final class BatchBytes {

    static final int HEADER_BYTES = 12;
    private static final int COUNT_OFFSET = 8;
    private static final int VARINT_BYTES_MAX = 5;
    private static final int DEFAULT_FAMILY = 0;

    private byte[] bytes = new byte[64 * 1024];
    private int length = HEADER_BYTES;
    private int records;

    void put(int familyId, byte[] key, byte[] value) {
        reserve(key.length + value.length);
        tag(familyId, 0x1, 0x5);
        sized(key);
        sized(value);
    }

    void delete(int familyId, byte[] key) {
        reserve(key.length);
        tag(familyId, 0x0, 0x4);
        sized(key);
    }

    void singleDelete(int familyId, byte[] key) {
        reserve(key.length);
        tag(familyId, 0x7, 0x8);
        sized(key);
    }

    /** {@return the batch, of exactly its length, because RocksDB takes an array as a whole} */
    byte[] toByteArray() {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[COUNT_OFFSET + i] = (byte) (records >>> (8 * i));
        }
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        length = HEADER_BYTES;
        records = 0;
    }

    private void tag(int familyId, int inDefaultFamily, int inOtherFamily) {
        records++;
        if (familyId == DEFAULT_FAMILY) {
            bytes[length++] = (byte) inDefaultFamily;
        } else {
            bytes[length++] = (byte) inOtherFamily;
            varint(familyId);
        }
    }

    private void sized(byte[] content) {
        varint(content.length);
        System.arraycopy(content, 0, bytes, length, content.length);
        length += content.length;
    }

    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void reserve(int contentBytes) {
        int needed = length + contentBytes + 1 + 3 * VARINT_BYTES_MAX;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
    }
}

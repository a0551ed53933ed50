package io.postrider.transport.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array that frames, messages and stored records are encoded into. Used by one thread, which owns it.
 *
 * <p>Numbers without a sign are varints: seven bits a byte, lowest first, the highest bit says that more follow. Strings are
 * UTF-8 behind their length in bytes; a string that may be absent carries its length + 1, with 0 for null.
 */
public final class WireOutput {
    private byte[] bytes;
    private int size;

    public WireOutput(int initialBytes) {
        bytes = new byte[Math.max(16, initialBytes)];
    }

    /** Forgets the content and keeps the array. */
    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    /** The array behind this output, valid up to {@link #size()} until the next write. */
    public byte[] array() {
        return bytes;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /** Four bytes, highest first. */
    public void writeInt32(int value) {
        ensure(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** Eight bytes, highest first, so that keys sort as unsigned numbers. */
    public void writeInt64(long value) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** A varint; negative values take ten bytes. */
    public void writeVarint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** A varint of which small negative values are short too (zigzag). */
    public void writeSignedVarint(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    public void writeString(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        writeVarint(utf8.length);
        writeRaw(utf8, 0, utf8.length);
    }

    /** A string that may be null. */
    public void writeOptionalString(String value) {
        if (value == null) {
            writeVarint(0);
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        writeVarint(utf8.length + 1L);
        writeRaw(utf8, 0, utf8.length);
    }

    /** Bytes behind their length. */
    public void writeBytes(byte[] value) {
        writeVarint(value.length);
        writeRaw(value, 0, value.length);
    }

    /** Bytes without their length. */
    public void writeRaw(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
    }
}

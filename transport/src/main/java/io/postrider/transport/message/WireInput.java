package io.postrider.transport.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link WireOutput} wrote, from a slice of an array that nobody changes any more. Used by one thread.
 *
 * <p>Every method checks the bounds before it reads or allocates and throws {@link WireFormatException} for anything that
 * {@code WireOutput} cannot have written, and nothing else.
 */
public final class WireInput {
    private final byte[] bytes;
    private final int end;
    private int position;

    public WireInput(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public WireInput(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /** Index of the next byte in {@link #array()}. */
    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public byte[] array() {
        return bytes;
    }

    public int readByte() {
        require(1, "a byte");
        return bytes[position++] & 0xFF;
    }

    public boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw new WireFormatException("boolean of " + value + ", expected 0 or 1");
        }
        return value == 1;
    }

    public int readInt32() {
        require(4, "an int32");
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | bytes[position++] & 0xFF;
        }
        return value;
    }

    public long readInt64() {
        require(8, "an int64");
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | bytes[position++] & 0xFF;
        }
        return value;
    }

    public long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            if (shift == 63 && next > 1) {
                throw new WireFormatException("varint of more than 64 bits");
            }
            if (shift > 0 && next == 0) {
                throw new WireFormatException("varint that could be shorter");
            }
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new WireFormatException("varint of more than ten bytes");
    }

    public long readSignedVarint() {
        long value = readVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A varint that must lie in 0..max. */
    public int readVarint(int max, String what) {
        return bounded(readVarint(), max, what);
    }

    /** A varint of bytes that follow it. */
    public int readLength(String what) {
        // what remains is asked after the varint was read, or a length could reach beyond the end
        long length = readVarint();
        return bounded(length, remaining(), "length of " + what);
    }

    /** A count of elements of at least {@code bytesEach} bytes, so that a list is never allocated for bytes that are not there. */
    public int readCount(int bytesEach, String what) {
        long count = readVarint();
        return bounded(count, remaining() / bytesEach, "count of " + what);
    }

    public String readString() {
        return string(readLength("a string"));
    }

    public String readOptionalString() {
        long lengthPlusOne = readVarint();
        return lengthPlusOne == 0 ? null : string(bounded(lengthPlusOne - 1, remaining(), "length of a string"));
    }

    public byte[] readBytes() {
        int length = readLength("bytes");
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }

    /** Steps over {@code length} bytes and returns where they started. */
    public int skip(int length) {
        require(length, "a slice");
        position += length;
        return position - length;
    }

    /** Throws unless everything was read. */
    public void requireEnd() {
        if (position != end) {
            throw new WireFormatException((end - position) + " bytes left over");
        }
    }

    private static int bounded(long value, int max, String what) {
        if (value < 0 || value > max) {
            throw new WireFormatException(what + " of " + Long.toUnsignedString(value) + ", expected 0 to " + max);
        }
        return (int) value;
    }

    private String string(int length) {
        int start = position;
        position += length;
        for (int i = start; i < position; i++) {
            if (bytes[i] < 0) {
                return strictUtf8(start, length);
            }
        }
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }

    private String strictUtf8(int start, int length) {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WireFormatException("string is not UTF-8");
        }
    }

    private void require(int length, String what) {
        if (length < 0 || end - position < length) {
            throw new WireFormatException(what + " needs " + length + " bytes, " + (end - position) + " are left");
        }
    }
}

package io.postrider.transport.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Function;

/** {@link WireOutput} and {@link WireInput}: numbers, strings and byte arrays as they stand on the wire. */
@Timeout(30)
class WireNumbersTest {
    @Test
    void varintsHaveSevenBitsAByteLowestFirst() {
        assertWire("00", out -> out.writeVarint(0), WireInput::readVarint, 0L);
        assertWire("7F", out -> out.writeVarint(127), WireInput::readVarint, 127L);
        assertWire("8001", out -> out.writeVarint(128), WireInput::readVarint, 128L);
        assertWire("AC02", out -> out.writeVarint(300), WireInput::readVarint, 300L);
        assertWire("FFFFFFFFFFFFFFFF7F", out -> out.writeVarint(Long.MAX_VALUE), WireInput::readVarint, Long.MAX_VALUE);
        assertWire("FFFFFFFFFFFFFFFFFF01", out -> out.writeVarint(-1), WireInput::readVarint, -1L);
    }

    @Test
    void signedVarintsAlternateSoThatSmallOnesAreShort() {
        assertWire("00", out -> out.writeSignedVarint(0), WireInput::readSignedVarint, 0L);
        assertWire("01", out -> out.writeSignedVarint(-1), WireInput::readSignedVarint, -1L);
        assertWire("02", out -> out.writeSignedVarint(1), WireInput::readSignedVarint, 1L);
        assertWire("FFFFFFFFFFFFFFFFFF01", out -> out.writeSignedVarint(Long.MIN_VALUE), WireInput::readSignedVarint, Long.MIN_VALUE);
        assertWire("FEFFFFFFFFFFFFFFFF01", out -> out.writeSignedVarint(Long.MAX_VALUE), WireInput::readSignedVarint, Long.MAX_VALUE);
    }

    @Test
    void fixedNumbersHaveTheHighestByteFirst() {
        assertWire("01020304", out -> out.writeInt32(0x01020304), WireInput::readInt32, 0x01020304);
        assertWire("FFFFFFFE", out -> out.writeInt32(-2), WireInput::readInt32, -2);
        assertWire("0102030405060708", out -> out.writeInt64(0x0102030405060708L), WireInput::readInt64, 0x0102030405060708L);
    }

    @Test
    void stringsAreUtf8BehindTheirLengthInBytes() {
        assertWire("00", out -> out.writeString(""), WireInput::readString, "");
        assertWire("0161", out -> out.writeString("a"), WireInput::readString, "a");
        assertWire("0467C3BC6E", out -> out.writeString("gün"), WireInput::readString, "gün");
        assertWire("04F09F93AF", out -> out.writeString("\uD83D\uDCEF"), WireInput::readString, "\uD83D\uDCEF");
    }

    @Test
    void aStringThatMayBeAbsentCarriesItsLengthPlusOne() {
        assertWire("00", out -> out.writeOptionalString(null), WireInput::readOptionalString, null);
        assertWire("01", out -> out.writeOptionalString(""), WireInput::readOptionalString, "");
        assertWire("0261", out -> out.writeOptionalString("a"), WireInput::readOptionalString, "a");
    }

    @Test
    void booleansAreZeroOrOne() {
        assertWire("01", out -> out.writeBoolean(true), WireInput::readBoolean, true);
        assertWire("00", out -> out.writeBoolean(false), WireInput::readBoolean, false);
        assertRefused("02", WireInput::readBoolean, "boolean of 2, expected 0 or 1");
    }

    @Test
    void numbersThatNobodyWritesAreRefused() {
        assertRefused("8000", WireInput::readVarint, "varint that could be shorter");
        assertRefused("FFFFFFFFFFFFFFFFFF02", WireInput::readVarint, "varint of more than 64 bits");
        assertRefused("80808080808080808080", WireInput::readVarint, "varint of more than 64 bits");
        assertRefused("80", WireInput::readVarint, "a byte needs 1 bytes, 0 are left");
        assertRefused("0B", in -> in.readVarint(10, "priority"), "priority of 11, expected 0 to 10");
        assertRefused("FFFFFFFFFFFFFFFFFF01", in -> in.readVarint(10, "priority"), "priority of 18446744073709551615, expected 0 to 10");
        assertRefused("010203", WireInput::readInt32, "an int32 needs 4 bytes, 3 are left");
        assertRefused("01020304050607", WireInput::readInt64, "an int64 needs 8 bytes, 7 are left");
    }

    @Test
    void lengthsBeyondTheEndAreRefusedBeforeAnythingIsAllocated() {
        assertRefused("0261", WireInput::readString, "length of a string of 2, expected 0 to 1");
        assertRefused("FFFFFFFF0761", WireInput::readString, "length of a string of 2147483647, expected 0 to 1");
        assertRefused("0361", WireInput::readOptionalString, "length of a string of 2, expected 0 to 1");
        assertRefused("0261", WireInput::readBytes, "length of bytes of 2, expected 0 to 1");
        // the bytes of the length itself do not count as bytes that follow
        assertRefused("0100", in -> new WireInput(in.array(), 0, 1).readBytes(), "length of bytes of 1, expected 0 to 0");
        assertRefused("80808080808080808001", WireInput::readOptionalString, "length of a string of 9223372036854775807, expected 0 to 0");
        assertRefused("03000000", in -> in.readCount(2, "things"), "count of things of 3, expected 0 to 1");
        assertRefused("00", in -> in.skip(2), "a slice needs 2 bytes, 1 are left");
        assertRefused("00", in -> in.skip(-1), "a slice needs -1 bytes, 1 are left");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertRefused("01FF", WireInput::readString, "string is not UTF-8");
        assertRefused("02C080", WireInput::readString, "string is not UTF-8");
        assertRefused("03EDA080", WireInput::readString, "string is not UTF-8");
        assertRefused("01C3", WireInput::readString, "string is not UTF-8");
    }

    @Test
    void whatIsLeftOverIsRefused() {
        WireInput in = new WireInput(new byte[3]);
        in.readByte();
        assertEquals("2 bytes left over", assertThrows(WireFormatException.class, in::requireEnd).getMessage());
    }

    @Test
    void aSliceEndsWhereItEnds() {
        WireInput in = new WireInput(new byte[] {9, 1, 2, 9}, 1, 2);
        assertEquals(2, in.remaining());
        assertEquals(1, in.readByte());
        assertEquals(2, in.position());
        assertEquals(2, in.readByte());
        assertThrows(WireFormatException.class, in::readByte);
    }

    @Test
    void anOutputGrowsAndKeepsItsArrayWhenCleared() {
        WireOutput out = new WireOutput(1);
        for (int i = 0; i < 1000; i++) {
            out.writeByte(i);
        }
        assertEquals(1000, out.size());
        assertEquals((byte) 999, out.toByteArray()[999]);
        byte[] grown = out.array();
        out.clear();
        assertEquals(0, out.size());
        assertTrue(grown == out.array());
        out.writeRaw(new byte[] {1, 2, 3, 4}, 1, 2);
        assertArrayEquals(new byte[] {2, 3}, out.toByteArray());
        assertFalse(out.toByteArray() == out.array());
    }

    @Test
    void bytesReadAreACopy() {
        byte[] wire = {2, 7, 8};
        byte[] read = new WireInput(wire).readBytes();
        wire[1] = 0;
        assertArrayEquals(new byte[] {7, 8}, read);
        assertNull(new WireInput(new byte[] {0}).readOptionalString());
    }

    private static <T> void assertWire(String hex, Consumer<WireOutput> writer, Function<WireInput, T> reader, T value) {
        WireOutput out = new WireOutput(16);
        writer.accept(out);
        assertEquals(hex, HexFormat.of().withUpperCase().formatHex(out.toByteArray()));
        WireInput in = new WireInput(out.toByteArray());
        assertEquals(value, reader.apply(in));
        in.requireEnd();
    }

    private static void assertRefused(String hex, Function<WireInput, ?> reader, String message) {
        WireInput in = new WireInput(HexFormat.of().parseHex(hex));
        assertEquals(message, assertThrows(WireFormatException.class, () -> reader.apply(in)).getMessage());
    }
}

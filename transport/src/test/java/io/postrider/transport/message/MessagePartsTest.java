package io.postrider.transport.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values, properties, headers, destination names and the message that they make. */
@Timeout(30)
class MessagePartsTest {
    private static final Header HEADER = new Header(7, 11, 1000, 0, 1000, DestinationName.topic("t"), new byte[] {1, 2}, null);

    @Test
    void valuesKeepTheirTypes() {
        assertValue("00", null);
        assertValue("01", false);
        assertValue("02", true);
        assertValue("03FF", (byte) -1);
        assertValue("0401", (short) -1);
        assertValue("05FFFFFFFF0F", Integer.MIN_VALUE);
        assertValue("06FFFFFFFFFFFFFFFFFF01", Long.MIN_VALUE);
        assertValue("073F800000", 1.0f);
        assertValue("083FF0000000000000", 1.0);
        assertValue("09026869", "hi");
        assertValue("0BFFFF03", '\uFFFF');
        assertArrayEquals(new byte[] {7}, (byte[]) Value.read(new WireInput(HexFormat.of().parseHex("0A0107"))));
        assertEquals(0x7FC00001, Float.floatToRawIntBits((Float) Value.read(new WireInput(HexFormat.of().parseHex("077FC00001")))));
    }

    @Test
    void valuesOutOfTheRangeOfTheirTypeAreRefused() {
        assertRefusedValue("0C", "value tag 12, expected 0 to 11");
        assertRefusedValue("04808004", "value 32768, expected -32768 to 32767");
        assertRefusedValue("058080808010", "value 2147483648, expected -2147483648 to 2147483647");
        assertRefusedValue("0B808004", "character of 65536, expected 0 to 65535");
        assertEquals("no wire form for a value of java.util.ArrayList",
                assertThrows(IllegalArgumentException.class, () -> Value.write(new WireOutput(16), new ArrayList<>())).getMessage());
    }

    @Test
    void propertiesKeepTheirOrderAndCannotBeChanged() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("z", 1);
        values.put("a", null);
        values.put("m", "x");
        Properties properties = new Properties(values);
        values.put("late", 1);
        assertThrows(UnsupportedOperationException.class, () -> properties.values().put("b", 1));
        WireOutput out = new WireOutput(16);
        properties.write(out);
        Properties read = Properties.read(new WireInput(out.toByteArray()));
        assertEquals(List.of("z", "a", "m"), new ArrayList<>(read.values().keySet()));
        assertEquals(properties, read);
        assertSame(Properties.NONE, Properties.read(new WireInput(new byte[1])));
    }

    @Test
    void propertiesThatNobodyCanSetAreRefused() {
        assertEquals("property 'a' twice", refusedProperties("02" + "0161" + "00" + "0161" + "00"));
        assertEquals("property 'a' of a type that properties cannot have", refusedProperties("01" + "0161" + "0A0107"));
        assertEquals("property 'a' of a type that properties cannot have", refusedProperties("01" + "0161" + "0B41"));
        assertEquals("count of properties of 3, expected 0 to 2", refusedProperties("03" + "00000000"));
    }

    @Test
    void aHeaderCarriesACorrelationIdOfEitherKind() {
        assertEquals(HEADER, roundTrip(HEADER));
        assertEquals(HEADER.hashCode(), roundTrip(HEADER).hashCode());
        Header text = new Header(1, 2, -3, 4, 5, null, "c", "type");
        assertEquals(text, roundTrip(text));
        assertNotEquals(HEADER, text);
        assertEquals("ID:7-11", HEADER.messageId());
        assertEquals("correlation id of java.lang.Integer, expected String or byte[]",
                assertThrows(IllegalArgumentException.class, () -> new Header(1, 2, 3, 4, 5, null, 6, null)).getMessage());
        // both kinds of correlation id at once; an unknown bit
        assertEquals("header field bits 6", refusedHeader("0101000000" + "06"));
        assertEquals("header field bits 16", refusedHeader("0101000000" + "10"));
    }

    @Test
    void destinationNamesHaveABoundInBytesAndNoControlCharacters() {
        assertEquals("temporary topic x", new DestinationName(DestinationName.Kind.TEMPORARY_TOPIC, "x").toString());
        assertTrue(DestinationName.Kind.TEMPORARY_TOPIC.isTopic() && DestinationName.Kind.TEMPORARY_QUEUE.isTemporary());
        assertFalse(DestinationName.Kind.QUEUE.isTopic() || DestinationName.Kind.TOPIC.isTemporary());
        assertEquals(1024, DestinationName.queue("x".repeat(1024)).name().length());
        assertThrows(IllegalArgumentException.class, () -> DestinationName.queue("x".repeat(1025)));
        assertThrows(IllegalArgumentException.class, () -> DestinationName.queue("価".repeat(342)));
        assertEquals(341, DestinationName.queue("価".repeat(341)).name().length());
        assertThrows(IllegalArgumentException.class, () -> DestinationName.queue(""));
        assertEquals("the destination name 'a...' has a control character at index 1",
                assertThrows(IllegalArgumentException.class, () -> DestinationName.topic("a\nb")).getMessage());
        assertNotEquals(DestinationName.queue("x"), DestinationName.topic("x"));
    }

    @Test
    void aMessageIsReadWithoutItsBody() {
        Properties properties = new Properties(Map.of("n", 1));
        WireMessage message = WireMessage.of(HEADER, properties, BodyKind.BYTES, new byte[] {5, 6, 7});
        assertEquals(HEADER, message.header());
        assertEquals(properties, message.properties());
        assertEquals(BodyKind.BYTES, message.kind());
        assertEquals(3, message.bodyLength());
        assertEquals(5, message.body().readByte());
        assertEquals(3, message.body().remaining());

        WireMessage head = message.withoutBody();
        assertTrue(head.isBodyApart());
        assertEquals(3, head.bodyLength());
        assertEquals(message.encodedLength() - 3, head.encodedLength());
        assertEquals(HEADER, head.header());
        assertSame(head, head.withoutBody());
        assertThrows(IllegalStateException.class, head::body);
    }

    @Test
    void aMessageInTheMiddleOfAnArrayIsReadWithoutCopying() {
        WireOutput out = new WireOutput(16);
        out.writeInt32(42);
        WireMessage.of(HEADER, Properties.NONE, BodyKind.TEXT, new byte[] {'h', 'i'}).write(out);
        out.writeByte(99);
        byte[] array = out.toByteArray();
        WireInput in = new WireInput(array);
        in.readInt32();
        WireMessage message = WireMessage.read(in, false);
        assertEquals(99, in.readByte());
        in.requireEnd();
        assertSame(array, message.array());
        assertEquals(4, message.offset());
        assertEquals(array.length - 5, message.encodedLength());
        assertEquals(HEADER, message.header());
        assertEquals(Properties.NONE, message.properties());
        assertEquals("WireMessage[TEXT, head 15 bytes, body 2 bytes]", message.toString());
    }

    @Test
    void aMessageWithABodyApartNamesItsLengthOnly() {
        WireMessage message = WireMessage.withBodyApart(HEADER, Properties.NONE, BodyKind.OBJECT, 1L << 40);
        WireOutput out = new WireOutput(16);
        message.write(out);
        WireMessage read = WireMessage.read(new WireInput(out.toByteArray()), true);
        assertEquals(1L << 40, read.bodyLength());
        assertEquals(out.size(), read.encodedLength());
    }

    @Test
    void aMessageWhoseLengthsLieIsRefused() {
        assertRefusedMessage("05" + "00", false, "length of the head of 5, expected 0 to 1");
        assertRefusedMessage("00" + "06" + "00", false, "body kind of 6, expected 0 to 5");
        assertRefusedMessage("00" + "00" + "02" + "00", false, "body of 2 bytes, 1 are left");
        assertRefusedMessage("00" + "00" + "FFFFFFFFFFFFFFFFFF01", false, "body of 18446744073709551615 bytes, 0 are left");
        assertRefusedMessage("00" + "00" + "FFFFFFFFFFFFFFFFFF01", true, "body length 18446744073709551615");
    }

    @Test
    void aDamagedHeadIsRefusedWhenItIsRead() {
        WireMessage empty = WireMessage.read(new WireInput(HexFormat.of().parseHex("00" + "00" + "00")), false);
        assertThrows(WireFormatException.class, empty::header);
        assertThrows(WireFormatException.class, empty::properties);
        // a head with one byte behind its properties
        WireMessage longer = WireMessage.read(new WireInput(HexFormat.of().parseHex("08" + "0101000000" + "00" + "00" + "FF" + "00" + "00")), false);
        assertEquals(1, longer.header().session());
        assertThrows(WireFormatException.class, longer::properties);
    }

    private static void assertValue(String hex, Object value) {
        WireOutput out = new WireOutput(16);
        Value.write(out, value);
        assertEquals(hex, HexFormat.of().withUpperCase().formatHex(out.toByteArray()));
        WireInput in = new WireInput(out.toByteArray());
        assertEquals(value, Value.read(in));
        in.requireEnd();
    }

    private static void assertRefusedValue(String hex, String message) {
        assertEquals(message, assertThrows(WireFormatException.class, () -> Value.read(new WireInput(HexFormat.of().parseHex(hex)))).getMessage());
    }

    private static String refusedProperties(String hex) {
        return assertThrows(WireFormatException.class, () -> Properties.read(new WireInput(HexFormat.of().parseHex(hex)))).getMessage();
    }

    private static String refusedHeader(String hex) {
        return assertThrows(WireFormatException.class, () -> Header.read(new WireInput(HexFormat.of().parseHex(hex)))).getMessage();
    }

    private static void assertRefusedMessage(String hex, boolean bodyApart, String message) {
        assertEquals(message, assertThrows(WireFormatException.class, () -> WireMessage.read(new WireInput(HexFormat.of().parseHex(hex)), bodyApart)).getMessage());
    }

    private static Header roundTrip(Header header) {
        WireOutput out = new WireOutput(16);
        header.write(out);
        WireInput in = new WireInput(out.toByteArray());
        Header read = Header.read(in);
        in.requireEnd();
        return read;
    }
}

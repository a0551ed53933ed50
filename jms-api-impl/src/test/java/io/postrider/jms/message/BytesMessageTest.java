package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** 3.11: messages of bytes. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BytesMessageTest {
    @Test
    void what_is_written_is_what_a_DataOutputStream_writes() throws Exception {
        JmsBytesMessage message = new JmsBytesMessage();
        writeEverything(message);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(expected)) {
            out.writeBoolean(true);
            out.writeByte(-1);
            out.writeShort(-2);
            out.writeChar('☃');
            out.writeInt(-3);
            out.writeLong(-4);
            out.writeFloat(1.5f);
            out.writeDouble(-2.5);
            out.writeUTF("größe \0 \uD800");
            out.write(new byte[] {7, 8, 8});
        }
        message.reset();
        assertArrayEquals(expected.toByteArray(), message.getBody(byte[].class));
    }

    @Test
    void what_is_written_is_what_is_read() throws JMSException {
        JmsBytesMessage sent = new JmsBytesMessage();
        writeEverything(sent);
        JmsBytesMessage message = Wire.received(Wire.received(sent));
        for (int pass = 0; pass < 2; pass++) {
            assertTrue(message.readBoolean());
            assertEquals((byte) -1, message.readByte());
            assertEquals((short) -2, message.readShort());
            assertEquals('☃', message.readChar());
            assertEquals(-3, message.readInt());
            assertEquals(-4, message.readLong());
            assertEquals(1.5f, message.readFloat());
            assertEquals(-2.5, message.readDouble());
            assertEquals("größe \0 \uD800", message.readUTF());
            byte[] rest = new byte[5];
            assertEquals(3, message.readBytes(rest));
            assertArrayEquals(new byte[] {7, 8, 8, 0, 0}, rest);
            assertEquals(-1, message.readBytes(rest));
            message.reset();
        }
    }

    private static void writeEverything(JmsBytesMessage message) throws JMSException {
        message.writeBoolean(true);
        message.writeByte((byte) -1);
        message.writeShort((short) -2);
        message.writeChar('☃');
        message.writeInt(-3);
        message.writeLong(-4);
        message.writeFloat(1.5f);
        message.writeDouble(-2.5);
        message.writeUTF("größe \0 \uD800");
        message.writeBytes(new byte[] {7});
        message.writeBytes(new byte[] {7, 8, 8, 9}, 1, 2);
    }

    @Test
    void objects_are_written_as_their_primitives() throws JMSException {
        JmsBytesMessage one = new JmsBytesMessage();
        writeEverything(one);
        JmsBytesMessage other = new JmsBytesMessage();
        for (Object value : List.of(true, (byte) -1, (short) -2, '☃', -3, -4L, 1.5f, -2.5, "größe \0 \uD800", new byte[] {7, 8, 8})) {
            other.writeObject(value);
        }
        assertArrayEquals(one.getBody(byte[].class), other.getBody(byte[].class));
        JmsBytesMessage message = new JmsBytesMessage();
        assertThrows(NullPointerException.class, () -> message.writeObject(null));
        assertThrows(NullPointerException.class, () -> message.writeBytes(null));
        assertThrows(MessageFormatException.class, () -> message.writeObject(new Date()));
    }

    @Test
    void unsigned_reads_are_unsigned() throws JMSException {
        JmsBytesMessage message = new JmsBytesMessage();
        message.writeByte((byte) -1);
        message.writeShort((short) -1);
        message.reset();
        assertEquals(255, message.readUnsignedByte());
        assertEquals(65535, message.readUnsignedShort());
    }

    @Test
    void a_new_message_is_written_and_not_read_until_reset() throws JMSException {
        JmsBytesMessage message = new JmsBytesMessage();
        for (Executable read : reads(message)) {
            assertThrows(MessageNotReadableException.class, read);
        }
        message.writeInt(1);
        for (Executable read : reads(message)) {
            assertThrows(MessageNotReadableException.class, read);
        }
        message.reset();
        assertEquals(4, message.getBodyLength());
        for (Executable write : writes(message)) {
            assertThrows(MessageNotWriteableException.class, write);
        }
        message.clearBody();
        message.writeByte((byte) 5);
        message.reset();
        assertEquals(5, message.readByte());
    }

    @Test
    void a_received_message_is_read_and_not_written_until_cleared() throws JMSException {
        JmsBytesMessage sent = new JmsBytesMessage();
        sent.writeInt(1);
        JmsBytesMessage received = Wire.received(sent);
        for (Executable write : writes(received)) {
            assertThrows(MessageNotWriteableException.class, write);
        }
        received.clearBody();
        for (Executable read : reads(received)) {
            assertThrows(MessageNotReadableException.class, read);
        }
        received.writeInt(2);
        assertEquals(2, Wire.received(received).readInt());
    }

    private static List<Executable> reads(JmsBytesMessage m) {
        return List.of(m::getBodyLength, m::readBoolean, m::readByte, m::readUnsignedByte, m::readShort, m::readUnsignedShort, m::readChar,
                m::readInt, m::readLong, m::readFloat, m::readDouble, m::readUTF, () -> m.readBytes(new byte[1]), () -> m.readBytes(new byte[1], 1));
    }

    private static List<Executable> writes(JmsBytesMessage m) {
        return List.of(() -> m.writeBoolean(true), () -> m.writeByte((byte) 1), () -> m.writeShort((short) 1), () -> m.writeChar('a'),
                () -> m.writeInt(1), () -> m.writeLong(1), () -> m.writeFloat(1), () -> m.writeDouble(1), () -> m.writeUTF("a"),
                () -> m.writeBytes(new byte[1]), () -> m.writeBytes(new byte[1], 0, 1), () -> m.writeObject(1), () -> m.writeObject(new Date()));
    }

    @Test
    void the_pointer_stays_where_it_is_when_a_read_fails() throws JMSException {
        JmsBytesMessage message = new JmsBytesMessage();
        message.writeShort((short) 0x0102);
        message.writeByte((byte) 0xFF);
        message.reset();
        assertThrows(MessageEOFException.class, message::readInt);
        assertThrows(MessageEOFException.class, message::readLong);
        assertThrows(MessageEOFException.class, message::readUTF);
        assertEquals(0x0102, message.readShort());
        assertThrows(MessageEOFException.class, message::readShort);
        assertThrows(MessageEOFException.class, message::readUTF);
        assertEquals(0xFF, message.readUnsignedByte());
        assertThrows(MessageEOFException.class, message::readByte);
    }

    @Test
    void the_pointer_stays_where_it_is_when_bytes_are_no_text() throws JMSException {
        JmsBytesMessage message = new JmsBytesMessage();
        message.writeShort((short) 2);
        message.writeShort((short) 0xFFFF);
        message.reset();
        assertThrows(MessageFormatException.class, message::readUTF);
        assertEquals(2, message.readShort());
    }

    @Test
    void reading_bytes_checks_its_bounds_first() throws JMSException {
        JmsBytesMessage message = new JmsBytesMessage();
        message.writeBytes(new byte[] {1, 2, 3});
        message.reset();
        assertThrows(IndexOutOfBoundsException.class, () -> message.readBytes(new byte[2], 3));
        assertThrows(IndexOutOfBoundsException.class, () -> message.readBytes(new byte[2], -1));
        byte[] two = new byte[2];
        assertEquals(1, message.readBytes(two, 1));
        assertEquals(2, message.readBytes(two));
        assertArrayEquals(new byte[] {2, 3}, two);
        assertEquals(0, message.readBytes(two, 0));
        assertEquals(-1, message.readBytes(two));
    }

    @Test
    void a_text_of_more_than_65535_bytes_is_refused_whole() throws JMSException {
        JmsBytesMessage message = new JmsBytesMessage();
        message.writeUTF("x".repeat(65535));
        assertThrows(MessageFormatException.class, () -> message.writeUTF("x".repeat(65536)));
        message.reset();
        assertEquals(65537, message.getBodyLength());
    }

    @Test
    void the_body_is_an_array_of_its_own_and_asking_for_it_resets() throws JMSException {
        JmsBytesMessage message = new JmsBytesMessage();
        message.writeInt(1);
        assertTrue(message.isBodyAssignableTo(byte[].class));
        assertFalse(message.isBodyAssignableTo(String.class));
        message.writeInt(2);
        byte[] body = message.getBody(byte[].class);
        body[3] = 9;
        assertEquals(1, message.readInt());
        assertArrayEquals(new byte[] {0, 0, 0, 1, 0, 0, 0, 2}, (byte[]) message.getBody(Object.class));
        assertEquals(1, message.readInt());
        assertThrows(MessageFormatException.class, () -> message.getBody(String.class));
    }

    @Test
    void without_bytes_there_is_no_body() throws JMSException {
        for (JmsBytesMessage message : List.of(new JmsBytesMessage(), Wire.received(new JmsBytesMessage()))) {
            assertTrue(message.isBodyAssignableTo(String.class));
            assertNull(message.getBody(String.class));
            assertEquals(0, message.getBodyLength());
        }
    }

    @Test
    void a_large_body_travels_apart_and_is_not_touched_by_later_writes() throws JMSException, IOException {
        JmsBytesMessage message = new JmsBytesMessage();
        message.writeBytes(new byte[1 << 20]);
        EncodedMessage encoded = message.encode(Wire.SENT);
        message.writeByte((byte) 1);
        message.reset();
        EncodedMessage again = message.encode(Wire.SENT);
        message.clearBody();
        message.writeBytes(new byte[] {1, 1, 1});
        JmsBytesMessage received = (JmsBytesMessage) Wire.decode(encoded, Wire.DELIVERED, ObjectAllowList.DEFAULT);
        assertEquals(1 << 20, received.getBodyLength());
        assertEquals(0, received.readByte());
        assertEquals((1 << 20) + 1, again.bodyApart().length);
        assertEquals(1 << 20, Wire.received(received).getBodyLength());
    }
}

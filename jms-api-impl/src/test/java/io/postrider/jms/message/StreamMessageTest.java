package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** 3.11: messages of values in a row. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StreamMessageTest {
    @Test
    void values_keep_their_order_and_types() throws JMSException {
        JmsStreamMessage sent = new JmsStreamMessage();
        sent.writeBoolean(true);
        sent.writeByte((byte) 1);
        sent.writeShort((short) 2);
        sent.writeChar('\uD800');
        sent.writeInt(3);
        sent.writeLong(4);
        sent.writeFloat(5);
        sent.writeDouble(6);
        sent.writeString("sieben \uDC00");
        sent.writeBytes(new byte[] {8});
        sent.writeBytes(new byte[] {9, 10, 11}, 1, 1);
        sent.writeObject(null);
        JmsStreamMessage received = Wire.received(Wire.received(sent));
        for (int pass = 0; pass < 2; pass++) {
            for (Object value : List.of(true, (byte) 1, (short) 2, '\uD800', 3, 4L, 5f, 6d, "sieben \uDC00")) {
                assertEquals(value, received.readObject());
            }
            assertArrayEquals(new byte[] {8}, (byte[]) received.readObject());
            assertArrayEquals(new byte[] {10}, (byte[]) received.readObject());
            assertNull(received.readObject());
            assertThrows(MessageEOFException.class, received::readObject);
            received.reset();
        }
    }

    @Test
    void a_new_message_is_written_and_not_read_until_reset() throws JMSException {
        JmsStreamMessage message = new JmsStreamMessage();
        message.writeInt(1);
        for (Executable read : reads(message)) {
            assertThrows(MessageNotReadableException.class, read);
        }
        message.reset();
        for (Executable write : writes(message)) {
            assertThrows(MessageNotWriteableException.class, write);
        }
        assertEquals(1, message.readInt());
        for (Executable read : reads(message)) {
            assertThrows(MessageEOFException.class, read);
        }
        message.clearBody();
        for (Executable read : reads(message)) {
            assertThrows(MessageNotReadableException.class, read);
        }
    }

    @Test
    void a_received_message_is_read_and_not_written_until_cleared() throws JMSException {
        JmsStreamMessage sent = new JmsStreamMessage();
        sent.writeInt(1);
        JmsStreamMessage received = Wire.received(sent);
        for (Executable write : writes(received)) {
            assertThrows(MessageNotWriteableException.class, write);
        }
        assertEquals(1, received.readInt());
        received.clearBody();
        received.writeInt(2);
        assertEquals(2, Wire.received(received).readInt());
    }

    private static List<Executable> reads(JmsStreamMessage m) {
        return List.of(m::readBoolean, m::readByte, m::readShort, m::readChar, m::readInt, m::readLong, m::readFloat, m::readDouble, m::readString,
                m::readObject, () -> m.readBytes(new byte[1]));
    }

    private static List<Executable> writes(JmsStreamMessage m) {
        return List.of(() -> m.writeBoolean(true), () -> m.writeByte((byte) 1), () -> m.writeShort((short) 1), () -> m.writeChar('a'),
                () -> m.writeInt(1), () -> m.writeLong(1), () -> m.writeFloat(1), () -> m.writeDouble(1), () -> m.writeString("a"),
                () -> m.writeBytes(new byte[1]), () -> m.writeBytes(new byte[1], 0, 1), () -> m.writeObject(1), () -> m.writeObject(new Date()));
    }

    @Test
    void the_pointer_stays_where_it_is_when_a_read_fails() throws JMSException {
        JmsStreamMessage message = new JmsStreamMessage();
        message.writeString("x");
        message.writeLong(1);
        message.reset();
        assertThrows(NumberFormatException.class, message::readInt);
        assertThrows(MessageFormatException.class, message::readChar);
        assertThrows(MessageFormatException.class, () -> message.readBytes(new byte[1]));
        assertEquals("x", message.readString());
        assertThrows(MessageFormatException.class, message::readInt);
        assertEquals(1, message.readLong());
    }

    @Test
    void bytes_are_read_in_parts_until_a_part_is_not_full() throws JMSException {
        JmsStreamMessage message = new JmsStreamMessage();
        message.writeBytes(new byte[] {1, 2, 3});
        message.writeBytes(new byte[] {4, 5});
        message.writeInt(6);
        message.reset();
        byte[] two = new byte[2];
        assertEquals(2, message.readBytes(two));
        assertArrayEquals(new byte[] {1, 2}, two);
        assertThrows(MessageFormatException.class, message::readObject);
        assertThrows(MessageFormatException.class, message::readString);
        assertEquals(1, message.readBytes(two));
        assertEquals(3, two[0]);
        assertEquals(2, message.readBytes(two));
        assertEquals(-1, message.readBytes(two));
        assertEquals(6, message.readInt());
    }

    @Test
    void bytes_that_are_read_to_the_last_are_not_in_the_way_of_the_next_value() throws JMSException {
        JmsStreamMessage message = new JmsStreamMessage();
        message.writeBytes(new byte[] {4, 5});
        message.writeInt(6);
        message.writeBytes(new byte[] {7});
        message.reset();
        assertEquals(2, message.readBytes(new byte[2]));
        assertEquals(6, message.readInt());
        assertEquals(1, message.readBytes(new byte[1]));
        assertThrows(MessageEOFException.class, message::readInt);
    }

    @Test
    void no_bytes_and_null_differ() throws JMSException {
        JmsStreamMessage message = new JmsStreamMessage();
        message.writeBytes(new byte[0]);
        message.writeBytes(null);
        message.writeInt(6);
        message.reset();
        assertEquals(0, message.readBytes(new byte[1]));
        assertEquals(-1, message.readBytes(new byte[1]));
        assertEquals(6, message.readInt());
    }

    @Test
    void values_are_copied_in_and_out() throws JMSException {
        byte[] bytes = {1};
        JmsStreamMessage message = new JmsStreamMessage();
        message.writeBytes(bytes);
        bytes[0] = 9;
        message.reset();
        ((byte[]) message.readObject())[0] = 9;
        message.reset();
        assertArrayEquals(new byte[] {1}, (byte[]) message.readObject());
        assertThrows(MessageFormatException.class, () -> new JmsStreamMessage().writeObject(new Date()));
    }

    @Test
    void it_has_no_body_as_a_whole() {
        JmsStreamMessage message = new JmsStreamMessage();
        assertFalse(message.isBodyAssignableTo(Object.class));
        assertThrows(MessageFormatException.class, () -> message.getBody(Object.class));
    }

    @Test
    void bytes_that_are_no_values_are_a_format_error() {
        for (byte[] body : new byte[][] {{13}, {5}, {12, 1, 0}, {9, 5, 65}}) {
            WireMessage message = WireMessage.of(new Header(1, 1, 0, 0, 0, null, null, null), Properties.NONE, BodyKind.STREAM, body);
            JmsStreamMessage received = (JmsStreamMessage) JmsMessages.decode(message, null, Wire.DELIVERED, ObjectAllowList.DEFAULT);
            assertThrows(MessageFormatException.class, received::readObject);
        }
    }
}

package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 3.11: messages of named values. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MapMessageTest {
    private interface Setter {
        void set(JmsMapMessage message, String name) throws JMSException;
    }

    private static final List<Setter> SETTERS = List.of(
            (m, name) -> m.setBoolean(name, true), (m, name) -> m.setByte(name, (byte) 1), (m, name) -> m.setShort(name, (short) 1),
            (m, name) -> m.setChar(name, 'a'), (m, name) -> m.setInt(name, 1), (m, name) -> m.setLong(name, 1),
            (m, name) -> m.setFloat(name, 1), (m, name) -> m.setDouble(name, 1), (m, name) -> m.setString(name, "a"),
            (m, name) -> m.setBytes(name, new byte[1]), (m, name) -> m.setBytes(name, new byte[1], 0, 1), (m, name) -> m.setObject(name, 1));

    @Test
    void a_name_is_neither_null_nor_empty_on_every_path() throws JMSException {
        for (Setter setter : SETTERS) {
            assertThrows(IllegalArgumentException.class, () -> setter.set(new JmsMapMessage(), null));
            assertThrows(IllegalArgumentException.class, () -> setter.set(new JmsMapMessage(), ""));
            setter.set(new JmsMapMessage(), "any name - will do");
        }
        assertThrows(IllegalArgumentException.class, () -> new JmsMapMessage().setBytes("", null, 0, 0));
    }

    @Test
    void values_keep_their_names_types_and_order() throws JMSException {
        JmsMapMessage sent = new JmsMapMessage();
        List<Object> values = List.of(true, (byte) 1, (short) 2, '\uD800', 3, 4L, 5f, 6d, "sieben \uDC00");
        for (Object value : values) {
            sent.setObject("\uD800" + value.getClass().getSimpleName(), value);
        }
        sent.setObject("null", null);
        sent.setBytes("part", new byte[] {1, 2, 3}, 1, 1);
        JmsMapMessage received = Wire.received(Wire.received(sent));
        for (Object value : values) {
            assertEquals(value, received.getObject("\uD800" + value.getClass().getSimpleName()));
        }
        assertTrue(received.itemExists("null"));
        assertNull(received.getObject("null"));
        assertArrayEquals(new byte[] {2}, received.getBytes("part"));
        assertEquals(Collections.list(sent.getMapNames()), Collections.list(received.getMapNames()));
        assertFalse(received.itemExists("other"));
        assertFalse(received.itemExists(null));
        assertNull(received.getObject("other"));
    }

    @Test
    void a_received_map_is_read_only_until_cleared() throws JMSException {
        JmsMapMessage sent = new JmsMapMessage();
        sent.setInt("a", 1);
        JmsMapMessage received = Wire.received(sent);
        for (Setter setter : SETTERS) {
            assertThrows(MessageNotWriteableException.class, () -> setter.set(received, "a"));
        }
        received.clearProperties();
        assertThrows(MessageNotWriteableException.class, () -> received.setInt("a", 2));
        received.clearBody();
        assertNull(received.getString("a"));
        received.setInt("b", 2);
        assertEquals(List.of("b"), Collections.list(Wire.received(received).getMapNames()));
    }

    @Test
    void values_are_copied_in_and_out() throws JMSException {
        byte[] bytes = {1};
        JmsMapMessage message = new JmsMapMessage();
        message.setObject("a", bytes);
        bytes[0] = 9;
        message.getBytes("a")[0] = 9;
        ((byte[]) message.getObject("a"))[0] = 9;
        Map<?, ?> body = message.getBody(Map.class);
        ((byte[]) body.get("a"))[0] = 9;
        body.clear();
        assertArrayEquals(new byte[] {1}, message.getBytes("a"));
        assertThrows(MessageFormatException.class, () -> message.setObject("b", new Date()));
        assertThrows(MessageFormatException.class, () -> message.setObject("b", List.of()));
    }

    @Test
    void the_body_is_a_map_of_its_values() throws JMSException {
        JmsMapMessage sent = new JmsMapMessage();
        sent.setInt("a", 1);
        sent.setString("b", null);
        JmsMapMessage message = Wire.received(sent);
        Map<String, Object> expected = new HashMap<>();
        expected.put("a", 1);
        expected.put("b", null);
        assertEquals(expected, message.getBody(Map.class));
        assertEquals(expected, message.getBody(Object.class));
        assertTrue(message.isBodyAssignableTo(Map.class));
        assertFalse(message.isBodyAssignableTo(HashMap.class));
        assertThrows(MessageFormatException.class, () -> message.getBody(HashMap.class));
    }

    @Test
    void without_values_there_is_no_body() throws JMSException {
        for (JmsMapMessage message : List.of(new JmsMapMessage(), Wire.received(new JmsMapMessage()))) {
            assertTrue(message.isBodyAssignableTo(String.class));
            assertNull(message.getBody(String.class));
            assertFalse(message.getMapNames().hasMoreElements());
        }
    }

    @Test
    void bytes_that_are_no_map_are_a_format_error() {
        for (byte[] body : new byte[][] {{5, 1, 0}, {9, 1, 65}, {9, 1}}) {
            WireMessage message = WireMessage.of(new Header(1, 1, 0, 0, 0, null, null, null), Properties.NONE, BodyKind.MAP, body);
            JmsMapMessage received = (JmsMapMessage) JmsMessages.decode(message, null, Wire.DELIVERED, ObjectAllowList.DEFAULT);
            assertThrows(MessageFormatException.class, () -> received.getString("A"));
        }
    }
}

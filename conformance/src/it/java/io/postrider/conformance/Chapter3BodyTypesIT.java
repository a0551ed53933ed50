package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The javadoc of {@code Message.getBody} and {@code isBodyAssignableTo}: each kind of message as each type, sent and received. */
class Chapter3BodyTypesIT extends Rules {
    private static final List<Class<?>> TYPES = List.of(Object.class, String.class, CharSequence.class, Comparable.class, Serializable.class, Number.class,
            Integer.class, Map.class, HashMap.class, byte[].class, List.class, ArrayList.class);

    private interface Creation {
        Message create(Session session) throws JMSException;
    }

    /** A kind of message with a body, the types that its body is of, and the body. */
    private record Kind(String name, Creation creation, List<Class<?>> types, Object body) {
    }

    private static final List<Kind> KINDS = List.of(
            new Kind("text", session -> session.createTextMessage("text"),
                    List.of(Object.class, String.class, CharSequence.class, Comparable.class, Serializable.class), "text"),
            new Kind("empty text", session -> session.createTextMessage(""),
                    List.of(Object.class, String.class, CharSequence.class, Comparable.class, Serializable.class), ""),
            new Kind("integer", session -> session.createObjectMessage(5),
                    List.of(Object.class, Integer.class, Number.class, Comparable.class, Serializable.class), 5),
            new Kind("list", session -> session.createObjectMessage(new ArrayList<>(List.of("a"))),
                    List.of(Object.class, List.class, ArrayList.class, Serializable.class), List.of("a")),
            new Kind("map", Chapter3BodyTypesIT::map, List.of(Object.class, Map.class), Map.of("a", 1)),
            new Kind("bytes", Chapter3BodyTypesIT::bytes, List.of(Object.class, byte[].class), new byte[] {1, 2}));

    @TestFactory
    @Section("3.11")
    List<DynamicTest> a_body_is_got_as_each_type_that_it_is_assignable_to_and_no_other() {
        return KINDS.stream().map(kind -> DynamicTest.dynamicTest(kind.name, () -> {
            Session session = session();
            Message sent = kind.creation.create(session);
            assertBody(kind, passed(session, sent));
            if (!(sent instanceof BytesMessage)) {
                // one of bytes is only written until it is reset
                assertBody(kind, sent);
            }
        })).toList();
    }

    @TestFactory
    @Section("3.11")
    List<DynamicTest> a_message_without_a_body_gives_null_as_any_type() {
        Map<String, Creation> empty = Map.of("text", Session::createTextMessage, "object", Session::createObjectMessage,
                "null text", session -> session.createTextMessage(null), "null object", session -> session.createObjectMessage(null),
                "bytes", Session::createBytesMessage, "message", Session::createMessage);
        return empty.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            Session session = session();
            Message received = passed(session, entry.getValue().create(session));
            for (Class<?> type : TYPES) {
                assertTrue(received.isBodyAssignableTo(type), type::toString);
                assertNull(received.getBody(type), type::toString);
            }
        })).toList();
    }

    /** Whether no entries are no body is not said: its map may be empty or null. */
    @Test
    @Section("3.11")
    void a_map_without_entries_gives_no_entries() throws JMSException {
        Session session = session();
        Message received = passed(session, session.createMapMessage());
        assertTrue(received.isBodyAssignableTo(Map.class));
        Map<?, ?> map = received.getBody(Map.class);
        assertTrue(map == null || map.isEmpty());
    }

    @Test
    @Section("3.11")
    void a_stream_has_no_body_to_be_got() throws JMSException {
        Session session = session();
        StreamMessage full = session.createStreamMessage();
        full.writeInt(1);
        for (Message stream : List.of(passed(session, full), passed(session, session.createStreamMessage()))) {
            for (Class<?> type : TYPES) {
                assertFalse(stream.isBodyAssignableTo(type));
                assertThrows(MessageFormatException.class, () -> stream.getBody(type));
            }
        }
    }

    @Test
    @Section("3.11")
    void a_bytes_message_is_reset_before_and_after_its_body_is_got() throws JMSException {
        Session session = session();
        BytesMessage received = (BytesMessage) passed(session, bytes(session));
        assertEquals(1, received.readByte());
        assertArrayEquals(new byte[] {1, 2}, received.getBody(byte[].class));
        assertEquals(1, received.readByte());
        assertEquals(2, received.getBodyLength());
        BytesMessage written = session.createBytesMessage();
        written.writeByte((byte) 3);
        assertArrayEquals(new byte[] {3}, written.getBody(byte[].class));
        assertEquals(3, written.readByte());
    }

    @Test
    @Section("3.12")
    void a_body_that_is_got_is_a_copy() throws JMSException {
        Session session = session();
        Message bytes = passed(session, bytes(session));
        bytes.getBody(byte[].class)[0] = 9;
        assertArrayEquals(new byte[] {1, 2}, bytes.getBody(byte[].class));
        Message object = passed(session, session.createObjectMessage(new ArrayList<>(List.of("a"))));
        assertNotSame(object.getBody(List.class), object.getBody(List.class));
        MapMessage map = session.createMapMessage();
        byte[] value = {1};
        map.setBytes("v", value);
        value[0] = 2;
        MapMessage received = (MapMessage) passed(session, map);
        received.getBytes("v")[0] = 3;
        assertArrayEquals(new byte[] {1}, received.getBytes("v"));
    }

    @Test
    @Section("3.11")
    void an_object_that_cannot_be_deserialized_is_assignable_to_nothing() throws JMSException {
        Session session = session();
        ObjectMessage received = (ObjectMessage) passed(session, session.createObjectMessage(new Unreadable()));
        assertFalse(received.isBodyAssignableTo(Serializable.class));
        assertThrows(MessageFormatException.class, () -> received.getBody(Serializable.class));
        assertThrows(MessageFormatException.class, received::getObject);
    }

    @Test
    @Section("3.11")
    void an_object_that_cannot_be_serialized_is_refused() throws JMSException {
        ObjectMessage message = session().createObjectMessage();
        assertThrows(MessageFormatException.class, () -> message.setObject(new ArrayList<>(List.of(new Object()))));
    }

    @Test
    @Section("3.11.1")
    void clearing_a_body_leaves_the_empty_one_of_each_kind_to_be_written() throws JMSException {
        Session session = session();
        for (Kind kind : KINDS) {
            Message received = passed(session, kind.creation.create(session));
            received.setJMSType("kept");
            received.clearBody();
            assertEquals("kept", received.getJMSType());
            if (received instanceof TextMessage text) {
                assertNull(text.getText());
                text.setText("new");
            } else if (received instanceof ObjectMessage object) {
                assertNull(object.getObject());
                object.setObject("new");
            } else if (received instanceof MapMessage map) {
                assertFalse(map.getMapNames().hasMoreElements());
                map.setString("new", "new");
            } else {
                ((BytesMessage) received).writeUTF("new");
            }
        }
    }

    private static void assertBody(Kind kind, Message message) throws JMSException {
        for (Class<?> type : TYPES) {
            String what = kind.name + " as " + type;
            if (kind.body instanceof byte[] && type == Serializable.class) {
                // a superinterface, which the javadoc allows for every body, and none of the two types that it lists for bytes
                continue;
            }
            assertEquals(kind.types.contains(type), message.isBodyAssignableTo(type), what);
            if (!kind.types.contains(type)) {
                assertThrows(MessageFormatException.class, () -> message.getBody(type), what);
            } else if (kind.body instanceof byte[] bytes) {
                assertArrayEquals(bytes, (byte[]) message.getBody(type), what);
            } else {
                assertEquals(kind.body, message.getBody(type), what);
            }
        }
    }

    private static MapMessage map(Session session) throws JMSException {
        MapMessage map = session.createMapMessage();
        map.setInt("a", 1);
        return map;
    }

    private static BytesMessage bytes(Session session) throws JMSException {
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {1, 2});
        return bytes;
    }

    /** Can be written and not read. */
    private static final class Unreadable implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) throws InvalidObjectException {
            throw new InvalidObjectException("unreadable");
        }
    }
}

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
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** 3.10 and 3.11: bodies, their conversions, and when they may be written. */
class Chapter3BodiesIT extends Rules {
    private interface Reader<M> {
        Object read(M message) throws JMSException;
    }

    private static final Map<Class<?>, Reader<MapMessage>> MAP = Map.of(
            Boolean.class, m -> m.getBoolean("v"), Byte.class, m -> m.getByte("v"), Short.class, m -> m.getShort("v"), Character.class, m -> m.getChar("v"),
            Integer.class, m -> m.getInt("v"), Long.class, m -> m.getLong("v"), Float.class, m -> m.getFloat("v"), Double.class, m -> m.getDouble("v"),
            String.class, m -> m.getString("v"), byte[].class, m -> m.getBytes("v"));
    private static final Map<Class<?>, Reader<StreamMessage>> STREAM = Map.of(
            Boolean.class, StreamMessage::readBoolean, Byte.class, StreamMessage::readByte, Short.class, StreamMessage::readShort,
            Character.class, StreamMessage::readChar, Integer.class, StreamMessage::readInt, Long.class, StreamMessage::readLong,
            Float.class, StreamMessage::readFloat, Double.class, StreamMessage::readDouble, String.class, StreamMessage::readString,
            byte[].class, m -> m.readBytes(new byte[8]));
    private static final Map<Object, List<Class<?>>> READABLE = Map.of(
            true, List.of(Boolean.class, String.class), (byte) 5, List.of(Byte.class, Short.class, Integer.class, Long.class, String.class),
            (short) 5, List.of(Short.class, Integer.class, Long.class, String.class), 'c', List.of(Character.class, String.class),
            5, List.of(Integer.class, Long.class, String.class), 5L, List.of(Long.class, String.class), 5f, List.of(Float.class, Double.class, String.class),
            5d, List.of(Double.class, String.class), new byte[] {1, 2}, List.of(byte[].class));

    @TestFactory
    @Section("3.11.3")
    List<DynamicTest> map_and_stream_convert_as_the_table_says() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        List<DynamicTest> tests = new ArrayList<>();
        READABLE.forEach((value, types) -> MAP.keySet().forEach(type -> tests.add(DynamicTest.dynamicTest(
                value.getClass().getSimpleName() + " read as " + type.getSimpleName(), () -> {
                    MapMessage map = session.createMapMessage();
                    map.setObject("v", value);
                    StreamMessage stream = session.createStreamMessage();
                    stream.writeObject(value);
                    MapMessage receivedMap = (MapMessage) passed(session, queue, map);
                    StreamMessage receivedStream = (StreamMessage) passed(session, queue, stream);
                    if (types.contains(type)) {
                        MAP.get(type).read(receivedMap);
                        STREAM.get(type).read(receivedStream);
                    } else {
                        assertThrows(MessageFormatException.class, () -> MAP.get(type).read(receivedMap));
                        assertThrows(MessageFormatException.class, () -> STREAM.get(type).read(receivedStream));
                        Object again = receivedStream.readObject();
                        assertEquals(value.getClass(), again.getClass(), "the failed read moved the pointer");
                    }
                }))));
        return tests;
    }

    @Test
    @Section("3.11.3")
    void a_string_that_is_no_number_is_not_read_as_one_and_stays_to_be_read() throws JMSException {
        Session session = session();
        StreamMessage stream = session.createStreamMessage();
        stream.writeString("five");
        stream.reset();
        assertThrows(NumberFormatException.class, stream::readInt);
        assertThrows(NumberFormatException.class, stream::readDouble);
        assertThrows(MessageFormatException.class, stream::readChar);
        assertEquals("five", stream.readString());
        assertThrows(MessageEOFException.class, stream::readString);
    }

    @Test
    @Section("3.11.2")
    void received_bodies_are_read_only_until_they_are_cleared() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        TextMessage text = (TextMessage) passed(session, queue, session.createTextMessage("a"));
        assertThrows(MessageNotWriteableException.class, () -> text.setText("b"));
        text.clearBody();
        assertNull(text.getText());
        text.setText("b");
        ObjectMessage object = (ObjectMessage) passed(session, queue, session.createObjectMessage(1));
        assertThrows(MessageNotWriteableException.class, () -> object.setObject(2));
        MapMessage map = (MapMessage) passed(session, queue, session.createMapMessage());
        assertThrows(MessageNotWriteableException.class, () -> map.setInt("v", 2));
        map.clearBody();
        map.setInt("v", 2);
        StreamMessage stream = (StreamMessage) passed(session, queue, session.createStreamMessage());
        assertThrows(MessageNotWriteableException.class, () -> stream.writeInt(2));
        BytesMessage bytes = (BytesMessage) passed(session, queue, session.createBytesMessage());
        assertThrows(MessageNotWriteableException.class, () -> bytes.writeInt(2));
        bytes.clearBody();
        assertThrows(MessageNotReadableException.class, bytes::readByte);
        bytes.writeInt(2);
    }

    @Test
    @Section("3.11.1")
    void clearing_the_body_leaves_headers_and_properties() throws JMSException {
        Session session = session();
        TextMessage sent = session.createTextMessage("a");
        sent.setJMSType("kind");
        sent.setIntProperty("p", 1);
        Message received = passed(session, queue(session), sent);
        received.clearBody();
        assertEquals("kind", received.getJMSType());
        assertEquals(1, received.getIntProperty("p"));
    }

    @Test
    @Section("3.11")
    void an_object_is_copied_when_it_is_set_and_when_it_is_got() throws JMSException {
        ArrayList<String> list = new ArrayList<>(List.of("a"));
        ObjectMessage message = session().createObjectMessage(list);
        list.add("b");
        assertEquals(List.of("a"), message.getObject());
        assertNotSame(message.getObject(), message.getObject());
    }

    @Test
    @Section("3.11")
    void a_map_entry_has_a_name() throws JMSException {
        MapMessage map = session().createMapMessage();
        assertThrows(IllegalArgumentException.class, () -> map.setBytes(null, new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> map.setBytes("", new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> map.setInt("", 1));
        assertThrows(IllegalArgumentException.class, () -> map.setString(null, "x"));
    }

    @Test
    @Section("3.7")
    void a_body_is_got_as_the_types_that_it_is_assignable_to() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        TextMessage text = (TextMessage) passed(session, queue, session.createTextMessage("a"));
        assertEquals("a", text.getBody(CharSequence.class));
        assertTrue(text.isBodyAssignableTo(Object.class));
        assertFalse(text.isBodyAssignableTo(Integer.class));
        assertThrows(MessageFormatException.class, () -> text.getBody(Integer.class));
        MapMessage map = session.createMapMessage();
        map.setInt("v", 1);
        assertEquals(Map.of("v", 1), passed(session, queue, map).getBody(Map.class));
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, passed(session, queue, bytes).getBody(byte[].class));
        Message stream = passed(session, queue, session.createStreamMessage());
        assertFalse(stream.isBodyAssignableTo(Object.class));
        assertThrows(MessageFormatException.class, () -> stream.getBody(Object.class));
        assertNull(passed(session, queue, session.createTextMessage()).getBody(String.class));
        assertNull(passed(session, queue, session.createMessage()).getBody(Object.class));
    }

    private static Message passed(Session session, Queue queue, Message message) throws JMSException {
        session.createProducer(queue).send(message);
        try (var consumer = session.createConsumer(queue)) {
            return receive(consumer);
        }
    }
}

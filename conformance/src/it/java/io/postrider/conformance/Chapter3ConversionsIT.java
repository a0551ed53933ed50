package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * 3.5.4 and 3.11.3: the tables of conversions of properties, maps and streams, each pair of types with the value that is read. What
 * the tables do not mark is refused, and a refused read of a stream leaves the value to be read.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Chapter3ConversionsIT extends Rules {
    private static final Class<?>[] NUMBERS = {Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class};

    /** One for all, since it is asked several hundred times. */
    private Connection connection;
    private Session session;
    private Queue queue;
    private MessageProducer producer;

    @BeforeAll
    void open() throws JMSException {
        connection = Provider.FACTORY.createConnection(Provider.USER, Provider.PASSWORD);
        connection.start();
        session = connection.createSession();
        queue = queue(session);
        producer = session.createProducer(queue);
    }

    @AfterAll
    void close() throws JMSException {
        connection.close();
    }

    @TestFactory
    @Section("3.5.4")
    List<DynamicTest> a_property_reads_as_each_type_of_the_table_with_its_value() {
        return tests(ValuePlace.PROPERTY);
    }

    @TestFactory
    @Section("3.11.3")
    List<DynamicTest> a_map_entry_reads_as_each_type_of_the_table_with_its_value() {
        return tests(ValuePlace.MAP);
    }

    @TestFactory
    @Section("3.11.3")
    List<DynamicTest> a_stream_value_reads_as_each_type_of_the_table_with_its_value() {
        return tests(ValuePlace.STREAM);
    }

    @Test
    @Section("3.11.3")
    void a_null_in_a_map_or_stream_reads_as_valueOf_null_would() throws JMSException {
        for (ValuePlace place : List.of(ValuePlace.MAP, ValuePlace.STREAM)) {
            Message message = place.create().in(session);
            place.writer().write(message, null);
            assertNullReads(place, passed(message));
        }
        assertNullReads(ValuePlace.MAP, passed(session.createMapMessage()));
    }

    @Test
    @Section("3.5.8")
    void a_property_that_is_null_or_not_set_reads_as_valueOf_null_would() throws JMSException {
        assertNullReads(ValuePlace.PROPERTY, passed(session.createMessage()));
        Message message = session.createMessage();
        message.setStringProperty("v", null);
        assertNullReads(ValuePlace.PROPERTY, passed(message));
    }

    @Test
    @Section("3.11.3")
    void the_bytes_of_a_stream_are_read_in_parts_and_nothing_else_between() throws JMSException {
        StreamMessage message = session.createStreamMessage();
        message.writeBytes(new byte[] {1, 2, 3, 4});
        message.writeBytes(new byte[0]);
        message.writeBytes(new byte[] {0, 5, 6, 0}, 1, 2);
        message.writeInt(7);
        StreamMessage received = (StreamMessage) passed(message);
        byte[] part = new byte[3];
        assertEquals(3, received.readBytes(part));
        assertArrayEquals(new byte[] {1, 2, 3}, part);
        assertThrows(MessageFormatException.class, received::readInt);
        assertEquals(1, received.readBytes(part));
        assertEquals(4, part[0]);
        assertTrue(received.readBytes(part) <= 0, "an empty array");
        assertEquals(2, received.readBytes(part));
        received.reset();
        assertEquals(4, ((byte[]) received.readObject()).length);
        assertEquals(0, ((byte[]) received.readObject()).length);
        assertArrayEquals(new byte[] {5, 6}, (byte[]) received.readObject());
        assertEquals(7, received.readInt());
        assertThrows(MessageEOFException.class, received::readInt);
    }

    @Test
    @Section("3.12")
    void bytes_are_written_and_read_as_each_type_and_there_is_no_null() throws JMSException {
        BytesMessage message = session.createBytesMessage();
        assertThrows(NullPointerException.class, () -> message.writeObject(null));
        assertThrows(MessageFormatException.class, () -> message.writeObject(new Object()));
        for (Object value : List.of(true, (byte) -1, Short.MIN_VALUE, '\u20ac', Integer.MIN_VALUE, Long.MAX_VALUE, 1.1f, 2.2, "\u00e4", new byte[] {9})) {
            message.writeObject(value);
        }
        message.writeByte((byte) -1);
        message.writeShort((short) -1);
        BytesMessage received = (BytesMessage) passed(message);
        assertEquals(true, received.readBoolean());
        assertEquals(-1, received.readByte());
        assertEquals(Short.MIN_VALUE, received.readShort());
        assertEquals('\u20ac', received.readChar());
        assertEquals(Integer.MIN_VALUE, received.readInt());
        assertEquals(Long.MAX_VALUE, received.readLong());
        assertEquals(1.1f, received.readFloat());
        assertEquals(2.2, received.readDouble());
        assertEquals("\u00e4", received.readUTF());
        assertEquals(1, received.readBytes(new byte[1]));
        assertEquals(255, received.readUnsignedByte());
        assertEquals(65_535, received.readUnsignedShort());
        assertEquals(-1, received.readBytes(new byte[1]));
        assertThrows(MessageEOFException.class, received::readByte);
    }

    private List<DynamicTest> tests(ValuePlace place) {
        List<DynamicTest> tests = new ArrayList<>();
        ConversionTable.ROWS.forEach((value, expected) -> {
            if (place.readers().containsKey(value.getClass())) {
                tests.add(DynamicTest.dynamicTest(value.getClass().getSimpleName() + " " + printed(value), () -> assertReads(place, value, expected)));
            }
        });
        return tests;
    }

    private void assertReads(ValuePlace place, Object value, Map<Class<?>, Object> expected) throws JMSException {
        for (Map.Entry<Class<?>, ValuePlace.Reader> reader : place.readers().entrySet()) {
            Class<?> type = reader.getKey();
            Message message = place.create().in(session);
            place.writer().write(message, value);
            Message received = passed(message);
            String pair = value.getClass().getSimpleName() + " " + printed(value) + " read as " + type.getSimpleName();
            if (expected.containsKey(type)) {
                assertSame(expected.get(type), reader.getValue().read(received), pair);
                continue;
            }
            boolean noNumber = value instanceof String && Arrays.asList(NUMBERS).contains(type);
            Class<? extends Exception> refusal = noNumber ? NumberFormatException.class : MessageFormatException.class;
            assertThrows(refusal, () -> reader.getValue().read(received), pair);
            assertSame(value, place.object().read(received), "after the refusal of " + pair);
        }
    }

    private static void assertNullReads(ValuePlace place, Message message) throws JMSException {
        Map<Class<?>, ValuePlace.Reader> readers = place.readers();
        for (Class<?> type : List.of(Byte.class, Short.class, Integer.class, Long.class)) {
            assertThrows(NumberFormatException.class, () -> readers.get(type).read(message));
        }
        for (Class<?> type : List.of(Float.class, Double.class)) {
            assertThrows(NullPointerException.class, () -> readers.get(type).read(message));
        }
        if (readers.containsKey(Character.class)) {
            assertThrows(NullPointerException.class, () -> readers.get(Character.class).read(message));
        }
        assertEquals(false, readers.get(Boolean.class).read(place == ValuePlace.STREAM ? again(message) : message));
        assertNull(readers.get(String.class).read(place == ValuePlace.STREAM ? again(message) : message));
        assertNull(place.object().read(place == ValuePlace.STREAM ? again(message) : message));
    }

    private static Message again(Message message) throws JMSException {
        ((StreamMessage) message).reset();
        return message;
    }

    private static void assertSame(Object expected, Object actual, String what) {
        if (expected instanceof byte[] bytes) {
            assertArrayEquals(bytes, (byte[]) actual, what);
            assertFalse(bytes == actual);
        } else {
            assertEquals(expected, actual, what);
        }
    }

    private Message passed(Message message) throws JMSException {
        producer.send(message);
        try (var consumer = session.createConsumer(queue)) {
            return receive(consumer);
        }
    }

    private static String printed(Object value) {
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : value instanceof Character c ? "U+" + Integer.toHexString(c) : value.toString();
    }
}

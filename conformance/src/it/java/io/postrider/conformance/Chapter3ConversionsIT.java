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
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
    private interface Reader {
        Object read(Message message) throws JMSException;
    }

    private interface Writer {
        void write(Message message, Object value) throws JMSException;
    }

    /** One way to keep a value: how it is written, and how it is read as each type. */
    private record Place(String name, Function<Session, Message> create, Writer writer, Reader object, Map<Class<?>, Reader> readers) {
    }

    private static final Class<?>[] NUMBERS = {Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class};

    private static final Place PROPERTY = new Place("property", session -> made(session::createMessage),
            (message, value) -> message.setObjectProperty("v", value), message -> message.getObjectProperty("v"), readers(
                    message -> message.getBooleanProperty("v"), message -> message.getByteProperty("v"), message -> message.getShortProperty("v"), null,
                    message -> message.getIntProperty("v"), message -> message.getLongProperty("v"), message -> message.getFloatProperty("v"),
                    message -> message.getDoubleProperty("v"), message -> message.getStringProperty("v"), null));
    private static final Place MAP = new Place("map", session -> made(session::createMapMessage), (message, value) -> map(message).setObject("v", value),
            message -> map(message).getObject("v"), readers(
                    message -> map(message).getBoolean("v"), message -> map(message).getByte("v"), message -> map(message).getShort("v"),
                    message -> map(message).getChar("v"), message -> map(message).getInt("v"), message -> map(message).getLong("v"),
                    message -> map(message).getFloat("v"), message -> map(message).getDouble("v"), message -> map(message).getString("v"),
                    message -> map(message).getBytes("v")));
    private static final Place STREAM = new Place("stream", session -> made(session::createStreamMessage),
            (message, value) -> stream(message).writeObject(value), message -> stream(message).readObject(), readers(
                    message -> stream(message).readBoolean(), message -> stream(message).readByte(), message -> stream(message).readShort(),
                    message -> stream(message).readChar(), message -> stream(message).readInt(), message -> stream(message).readLong(),
                    message -> stream(message).readFloat(), message -> stream(message).readDouble(), message -> stream(message).readString(),
                    Chapter3ConversionsIT::bytes));

    /** Each value and what it reads as, by type; values at the edges of their types, so that a narrower one on the way would show. */
    private static final Map<Object, Map<Class<?>, Object>> TABLE = new LinkedHashMap<>();

    static {
        for (boolean value : new boolean[] {true, false}) {
            row(value, Map.of(Boolean.class, value, String.class, String.valueOf(value)));
        }
        for (byte value : new byte[] {Byte.MIN_VALUE, 5, Byte.MAX_VALUE}) {
            row(value, Map.of(Byte.class, value, Short.class, (short) value, Integer.class, (int) value, Long.class, (long) value,
                    String.class, String.valueOf(value)));
        }
        for (short value : new short[] {Short.MIN_VALUE, Short.MAX_VALUE}) {
            row(value, Map.of(Short.class, value, Integer.class, (int) value, Long.class, (long) value, String.class, String.valueOf(value)));
        }
        for (char value : new char[] {'c', '\u20ac', Character.MAX_VALUE}) {
            row(value, Map.of(Character.class, value, String.class, String.valueOf(value)));
        }
        for (int value : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            row(value, Map.of(Integer.class, value, Long.class, (long) value, String.class, String.valueOf(value)));
        }
        for (long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
            row(value, Map.of(Long.class, value, String.class, String.valueOf(value)));
        }
        for (float value : new float[] {-0f, 1.1f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY}) {
            row(value, Map.of(Float.class, value, Double.class, (double) value, String.class, String.valueOf(value)));
        }
        for (double value : new double[] {1.1, Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY}) {
            row(value, Map.of(Double.class, value, String.class, String.valueOf(value)));
        }
        row("12", Map.of(Boolean.class, false, Byte.class, (byte) 12, Short.class, (short) 12, Integer.class, 12, Long.class, 12L, Float.class, 12f,
                Double.class, 12d, String.class, "12"));
        row("TRUE", Map.of(Boolean.class, true, String.class, "TRUE"));
        row("yes", Map.of(Boolean.class, false, String.class, "yes"));
        row("", Map.of(Boolean.class, false, String.class, ""));
        row("300", Map.of(Boolean.class, false, Short.class, (short) 300, Integer.class, 300, Long.class, 300L, Float.class, 300f, Double.class, 300d,
                String.class, "300"));
        row(new byte[] {-1, 0, 1}, Map.of(byte[].class, new byte[] {-1, 0, 1}));
    }

    /** One for all, since it is asked several hundred times. */
    private Connection connection;
    private Session session;
    private Queue queue;

    @BeforeAll
    void open() throws JMSException {
        connection = Provider.FACTORY.createConnection(Provider.USER, Provider.PASSWORD);
        connection.start();
        session = connection.createSession();
        queue = queue(session);
    }

    @AfterAll
    void close() throws JMSException {
        connection.close();
    }

    @TestFactory
    @Section("3.5.4")
    List<DynamicTest> a_property_reads_as_each_type_of_the_table_with_its_value() {
        return tests(PROPERTY);
    }

    @TestFactory
    @Section("3.11.3")
    List<DynamicTest> a_map_entry_reads_as_each_type_of_the_table_with_its_value() {
        return tests(MAP);
    }

    @TestFactory
    @Section("3.11.3")
    List<DynamicTest> a_stream_value_reads_as_each_type_of_the_table_with_its_value() {
        return tests(STREAM);
    }

    @Test
    @Section("3.11.3")
    void a_null_in_a_map_or_stream_reads_as_valueOf_null_would() throws JMSException {
        for (Place place : List.of(MAP, STREAM)) {
            Message message = place.create.apply(session);
            place.writer.write(message, null);
            assertNullReads(place, passed(message));
        }
        assertNullReads(MAP, passed(session.createMapMessage()));
    }

    @Test
    @Section("3.5.8")
    void a_property_that_is_null_or_not_set_reads_as_valueOf_null_would() throws JMSException {
        assertNullReads(PROPERTY, passed(session.createMessage()));
        Message message = session.createMessage();
        message.setStringProperty("v", null);
        assertNullReads(PROPERTY, passed(message));
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

    private List<DynamicTest> tests(Place place) {
        List<DynamicTest> tests = new ArrayList<>();
        TABLE.forEach((value, expected) -> {
            if (place.readers.containsKey(value.getClass())) {
                tests.add(DynamicTest.dynamicTest(value.getClass().getSimpleName() + " " + printed(value), () -> assertReads(place, value, expected)));
            }
        });
        return tests;
    }

    private void assertReads(Place place, Object value, Map<Class<?>, Object> expected) throws JMSException {
        for (Map.Entry<Class<?>, Reader> reader : place.readers.entrySet()) {
            Class<?> type = reader.getKey();
            Message message = place.create.apply(session);
            place.writer.write(message, value);
            Message received = passed(message);
            String pair = value.getClass().getSimpleName() + " " + printed(value) + " read as " + type.getSimpleName();
            if (expected.containsKey(type)) {
                assertSame(expected.get(type), reader.getValue().read(received), pair);
                continue;
            }
            boolean noNumber = value instanceof String && Arrays.asList(NUMBERS).contains(type);
            Class<? extends Exception> refusal = noNumber ? NumberFormatException.class : MessageFormatException.class;
            assertThrows(refusal, () -> reader.getValue().read(received), pair);
            assertSame(value, place.object.read(received), "after the refusal of " + pair);
        }
    }

    private static void assertNullReads(Place place, Message message) throws JMSException {
        Map<Class<?>, Reader> readers = place.readers;
        for (Class<?> type : List.of(Byte.class, Short.class, Integer.class, Long.class)) {
            assertThrows(NumberFormatException.class, () -> readers.get(type).read(message));
        }
        for (Class<?> type : List.of(Float.class, Double.class)) {
            assertThrows(NullPointerException.class, () -> readers.get(type).read(message));
        }
        if (readers.containsKey(Character.class)) {
            assertThrows(NullPointerException.class, () -> readers.get(Character.class).read(message));
        }
        assertEquals(false, readers.get(Boolean.class).read(place == STREAM ? again(message) : message));
        assertNull(readers.get(String.class).read(place == STREAM ? again(message) : message));
        assertNull(place.object.read(place == STREAM ? again(message) : message));
    }

    private static Message again(Message message) throws JMSException {
        stream(message).reset();
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
        session.createProducer(queue).send(message);
        try (var consumer = session.createConsumer(queue)) {
            return receive(consumer);
        }
    }

    private static byte[] bytes(Message message) throws JMSException {
        byte[] buffer = new byte[16];
        int length = stream(message).readBytes(buffer);
        return length < 0 ? null : Arrays.copyOf(buffer, length);
    }

    private static String printed(Object value) {
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : value instanceof Character c ? "U+" + Integer.toHexString(c) : value.toString();
    }

    private static void row(Object value, Map<Class<?>, Object> reads) {
        TABLE.put(value, reads);
    }

    private static Map<Class<?>, Reader> readers(Reader... readers) {
        Class<?>[] types = {Boolean.class, Byte.class, Short.class, Character.class, Integer.class, Long.class, Float.class, Double.class, String.class,
            byte[].class};
        Map<Class<?>, Reader> byType = new LinkedHashMap<>();
        for (int i = 0; i < types.length; i++) {
            if (readers[i] != null) {
                byType.put(types[i], readers[i]);
            }
        }
        return byType;
    }

    private static MapMessage map(Message message) {
        return (MapMessage) message;
    }

    private static StreamMessage stream(Message message) {
        return (StreamMessage) message;
    }

    private interface Creation {
        Message create() throws JMSException;
    }

    private static Message made(Creation creation) {
        try {
            return creation.create();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tables of 3.5.4 and 3.11.3, every type against every getter, of properties, map messages and stream messages. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PropertyConversionTest {
    private interface Getter {
        Object get() throws JMSException;
    }

    /** Columns of table 3-7; those of 3-2 are the same without char and byte[]. */
    private static final List<String> COLUMNS =
            List.of("boolean", "byte", "short", "char", "int", "long", "float", "double", "String", "byte[]");

    /** Rows: a value, and what it reads as; a column that is not there must throw MessageFormatException. */
    private static final Map<Object, Map<String, Object>> TABLE = new LinkedHashMap<>();

    static {
        TABLE.put(true, Map.of("boolean", true, "String", "true"));
        TABLE.put((byte) -5, Map.of("byte", (byte) -5, "short", (short) -5, "int", -5, "long", -5L, "String", "-5"));
        TABLE.put((short) 300, Map.of("short", (short) 300, "int", 300, "long", 300L, "String", "300"));
        TABLE.put('z', Map.of("char", 'z', "String", "z"));
        TABLE.put(70_000, Map.of("int", 70_000, "long", 70_000L, "String", "70000"));
        TABLE.put(1L << 40, Map.of("long", 1L << 40, "String", "1099511627776"));
        TABLE.put(1.5f, Map.of("float", 1.5f, "double", 1.5d, "String", "1.5"));
        TABLE.put(2.25d, Map.of("double", 2.25d, "String", "2.25"));
        TABLE.put("7", Map.of("boolean", false, "byte", (byte) 7, "short", (short) 7, "int", 7, "long", 7L, "float", 7f, "double", 7d,
                "String", "7"));
        TABLE.put(new byte[] {1, 2}, Map.of("byte[]", List.of((byte) 1, (byte) 2)));
    }

    @Test
    void properties_convert_by_table_3_2() throws JMSException {
        for (Object value : TABLE.keySet()) {
            if (value instanceof Character || value instanceof byte[]) {
                assertThrows(MessageFormatException.class, () -> new JmsMessage().setObjectProperty("p", value));
                continue;
            }
            JmsMessage message = new JmsMessage();
            message.setObjectProperty("p", value);
            check(value, getters(message), Set.of("char", "byte[]"));
            check(value, getters(Wire.received(message)), Set.of("char", "byte[]"));
        }
    }

    @Test
    void map_messages_convert_by_table_3_7() throws JMSException {
        for (Object value : TABLE.keySet()) {
            JmsMapMessage message = new JmsMapMessage();
            message.setObject("p", value);
            check(value, getters(message), Set.of());
            check(value, getters(Wire.received(message)), Set.of());
        }
    }

    @Test
    void stream_messages_convert_by_table_3_7() throws JMSException {
        for (Object value : TABLE.keySet()) {
            JmsStreamMessage message = new JmsStreamMessage();
            message.writeObject(value);
            check(value, getters(Wire.received(message)), Set.of());
        }
    }

    private static void check(Object value, Map<String, Getter> getters, Set<String> without) throws JMSException {
        Map<String, Object> row = TABLE.get(value);
        for (String column : COLUMNS) {
            if (without.contains(column)) {
                continue;
            }
            Getter getter = getters.get(column);
            String what = value.getClass().getSimpleName() + " as " + column;
            if (row.containsKey(column)) {
                assertEquals(row.get(column), getter.get(), what);
            } else {
                assertThrows(MessageFormatException.class, getter::get, what);
            }
        }
    }

    private static Map<String, Getter> getters(JmsMessage m) {
        return Map.of("boolean", () -> m.getBooleanProperty("p"), "byte", () -> m.getByteProperty("p"),
                "short", () -> m.getShortProperty("p"), "int", () -> m.getIntProperty("p"), "long", () -> m.getLongProperty("p"),
                "float", () -> m.getFloatProperty("p"), "double", () -> m.getDoubleProperty("p"),
                "String", () -> m.getStringProperty("p"));
    }

    private static Map<String, Getter> getters(JmsMapMessage m) {
        return Map.of("boolean", () -> m.getBoolean("p"), "byte", () -> m.getByte("p"), "short", () -> m.getShort("p"),
                "char", () -> m.getChar("p"), "int", () -> m.getInt("p"), "long", () -> m.getLong("p"), "float", () -> m.getFloat("p"),
                "double", () -> m.getDouble("p"), "String", () -> m.getString("p"), "byte[]", () -> list(m.getBytes("p")));
    }

    /** Without a reset in between when a read throws: the pointer must not have moved (3.11.3). */
    private static Map<String, Getter> getters(JmsStreamMessage m) {
        Map<String, Getter> raw = Map.of("boolean", m::readBoolean, "byte", m::readByte, "short", m::readShort, "char", m::readChar,
                "int", m::readInt, "long", m::readLong, "float", m::readFloat, "double", m::readDouble, "String", m::readString,
                "byte[]", () -> {
                    byte[] bytes = new byte[2];
                    assertEquals(2, m.readBytes(bytes));
                    return list(bytes);
                });
        Map<String, Getter> rewinding = new LinkedHashMap<>();
        raw.forEach((column, getter) -> rewinding.put(column, () -> {
            Object value = getter.get();
            m.reset();
            return value;
        }));
        return rewinding;
    }

    private static List<Byte> list(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return List.of(boxed);
    }

    @Test
    void null_reads_as_the_valueOf_of_each_type_has_it() throws JMSException {
        JmsMessage message = new JmsMessage();
        message.setStringProperty("p", null);
        checkNull(getters(message));
        checkNull(getters(new JmsMessage()));
        JmsMapMessage map = new JmsMapMessage();
        map.setString("p", null);
        checkNull(getters(map));
        assertNull(map.getBytes("p"));
        assertThrows(NullPointerException.class, () -> map.getChar("p"));
        JmsStreamMessage stream = new JmsStreamMessage();
        stream.writeString(null);
        JmsStreamMessage received = Wire.received(stream);
        assertThrows(NullPointerException.class, received::readChar);
        checkNull(getters(received));
        assertEquals(-1, received.readBytes(new byte[1]));
    }

    private static void checkNull(Map<String, Getter> getters) throws JMSException {
        assertEquals(false, getters.get("boolean").get());
        for (String type : List.of("byte", "short", "int", "long")) {
            assertThrows(NumberFormatException.class, getters.get(type)::get, type);
        }
        for (String type : List.of("float", "double")) {
            assertThrows(NullPointerException.class, getters.get(type)::get, type);
        }
        assertNull(getters.get("String").get());
    }

    @Test
    void texts_that_are_no_numbers_throw_what_valueOf_throws() throws JMSException {
        for (String text : List.of("", "x", "1.5", "300000000000000000000")) {
            JmsMessage message = new JmsMessage();
            message.setStringProperty("p", text);
            for (String type : List.of("byte", "short", "int", "long")) {
                assertThrows(NumberFormatException.class, getters(message).get(type)::get, text + " as " + type);
            }
        }
        JmsMapMessage map = new JmsMapMessage();
        map.setString("p", "x");
        assertThrows(NumberFormatException.class, () -> map.getDouble("p"));
        assertThrows(NumberFormatException.class, () -> map.getFloat("p"));
    }

    @Test
    void texts_read_as_boolean_as_the_language_has_it() throws JMSException {
        assertTrue(PropertyConversion.toBoolean("tRuE", "p"));
        assertFalse(PropertyConversion.toBoolean("yes", "p"));
    }

    @Test
    void a_refused_conversion_names_the_property_and_both_types() {
        MessageFormatException refused = assertThrows(MessageFormatException.class, () -> PropertyConversion.toInt(5L, "count"));
        assertEquals("count is a Long and cannot be read as int", refused.getMessage());
    }

    @Test
    void bytes_are_copies() throws JMSException {
        byte[] bytes = {1, 2};
        byte[] read = PropertyConversion.toBytes(bytes, "p");
        read[0] = 9;
        assertArrayEquals(new byte[] {1, 2}, bytes);
    }
}

package io.postrider.jms.message;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;

/**
 * Reads a value as another type, by the tables of the specification: 3.5.4 for properties and 3.11.3 for map and stream
 * messages, which is the first with char and byte[] added.
 *
 * <p>A type only ever widens, a String is parsed, anything becomes a String (byte[] does not). Null is what the type's
 * {@code valueOf(String)} makes of null: false for boolean, NumberFormatException for whole numbers, NullPointerException for
 * float and double, and for char.
 *
 * <p>{@code where} names the property or field in the message of a MessageFormatException.
 */
public final class PropertyConversion {
    private PropertyConversion() {
    }

    public static boolean toBoolean(Object value, String where) throws JMSException {
        if (value instanceof Boolean b) {
            return b;
        }
        return Boolean.parseBoolean(text(value, where, "boolean"));
    }

    public static byte toByte(Object value, String where) throws JMSException {
        if (value instanceof Byte b) {
            return b;
        }
        return Byte.parseByte(text(value, where, "byte"));
    }

    public static short toShort(Object value, String where) throws JMSException {
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).shortValue();
        }
        return Short.parseShort(text(value, where, "short"));
    }

    public static int toInt(Object value, String where) throws JMSException {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        return Integer.parseInt(text(value, where, "int"));
    }

    public static long toLong(Object value, String where) throws JMSException {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return Long.parseLong(text(value, where, "long"));
    }

    public static float toFloat(Object value, String where) throws JMSException {
        if (value instanceof Float f) {
            return f;
        }
        return Float.parseFloat(text(value, where, "float"));
    }

    public static double toDouble(Object value, String where) throws JMSException {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        return Double.parseDouble(text(value, where, "double"));
    }

    public static String toText(Object value, String where) throws JMSException {
        if (value instanceof byte[]) {
            throw refused(value, where, "String");
        }
        return value == null ? null : value.toString();
    }

    static char toChar(Object value, String where) throws JMSException {
        if (value instanceof Character c) {
            return c;
        }
        if (value == null) {
            throw new NullPointerException(where + " is null, which no char is");
        }
        throw refused(value, where, "char");
    }

    /** A copy. */
    static byte[] toBytes(Object value, String where) throws JMSException {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (value == null) {
            return null;
        }
        throw refused(value, where, "byte[]");
    }

    /** What is left to parse, or null, which the parsers refuse as 3.5.4 wants it. */
    private static String text(Object value, String where, String type) throws JMSException {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw refused(value, where, type);
    }

    private static JMSException refused(Object value, String where, String type) {
        return JmsErrors.messageFormat(where + " is a " + value.getClass().getSimpleName() + " and cannot be read as " + type);
    }
}

package io.postrider.conformance;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** One way to keep a value, named v where it has a name: how it is written, and how it is read as each type. */
record ValuePlace(Creation create, Writer writer, Reader object, Map<Class<?>, Reader> readers) {
    static final ValuePlace PROPERTY = new ValuePlace(Session::createMessage,
            (message, value) -> message.setObjectProperty("v", value), message -> message.getObjectProperty("v"), readers(
                    message -> message.getBooleanProperty("v"), message -> message.getByteProperty("v"), message -> message.getShortProperty("v"), null,
                    message -> message.getIntProperty("v"), message -> message.getLongProperty("v"), message -> message.getFloatProperty("v"),
                    message -> message.getDoubleProperty("v"), message -> message.getStringProperty("v"), null));
    static final ValuePlace MAP = new ValuePlace(Session::createMapMessage, (message, value) -> map(message).setObject("v", value),
            message -> map(message).getObject("v"), readers(
                    message -> map(message).getBoolean("v"), message -> map(message).getByte("v"), message -> map(message).getShort("v"),
                    message -> map(message).getChar("v"), message -> map(message).getInt("v"), message -> map(message).getLong("v"),
                    message -> map(message).getFloat("v"), message -> map(message).getDouble("v"), message -> map(message).getString("v"),
                    message -> map(message).getBytes("v")));
    static final ValuePlace STREAM = new ValuePlace(Session::createStreamMessage,
            (message, value) -> stream(message).writeObject(value), message -> stream(message).readObject(), readers(
                    message -> stream(message).readBoolean(), message -> stream(message).readByte(), message -> stream(message).readShort(),
                    message -> stream(message).readChar(), message -> stream(message).readInt(), message -> stream(message).readLong(),
                    message -> stream(message).readFloat(), message -> stream(message).readDouble(), message -> stream(message).readString(),
                    ValuePlace::bytes));

    interface Reader {
        Object read(Message message) throws JMSException;
    }

    interface Writer {
        void write(Message message, Object value) throws JMSException;
    }

    interface Creation {
        Message in(Session session) throws JMSException;
    }

    private static byte[] bytes(Message message) throws JMSException {
        byte[] buffer = new byte[16];
        int length = stream(message).readBytes(buffer);
        return length < 0 ? null : Arrays.copyOf(buffer, length);
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
}

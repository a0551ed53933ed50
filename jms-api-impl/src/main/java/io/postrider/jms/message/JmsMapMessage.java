package io.postrider.jms.message;

import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A message of named values (specification 3.11), which are read by the table of 3.11.3; they keep the order in which they were set. */
public final class JmsMapMessage extends JmsMessage implements MapMessage {
    private Map<String, Object> values = new LinkedHashMap<>();
    /** A received body until it is asked for; null otherwise. */
    private Slice pending;

    // reading

    @Override
    public boolean getBoolean(String name) throws JMSException {
        return PropertyConversion.toBoolean(get(name), name);
    }

    @Override
    public byte getByte(String name) throws JMSException {
        return PropertyConversion.toByte(get(name), name);
    }

    @Override
    public short getShort(String name) throws JMSException {
        return PropertyConversion.toShort(get(name), name);
    }

    @Override
    public char getChar(String name) throws JMSException {
        return PropertyConversion.toChar(get(name), name);
    }

    @Override
    public int getInt(String name) throws JMSException {
        return PropertyConversion.toInt(get(name), name);
    }

    @Override
    public long getLong(String name) throws JMSException {
        return PropertyConversion.toLong(get(name), name);
    }

    @Override
    public float getFloat(String name) throws JMSException {
        return PropertyConversion.toFloat(get(name), name);
    }

    @Override
    public double getDouble(String name) throws JMSException {
        return PropertyConversion.toDouble(get(name), name);
    }

    @Override
    public String getString(String name) throws JMSException {
        return PropertyConversion.toText(get(name), name);
    }

    @Override
    public byte[] getBytes(String name) throws JMSException {
        return PropertyConversion.toBytes(get(name), name);
    }

    @Override
    public Object getObject(String name) throws JMSException {
        return BodyValue.copy(get(name));
    }

    @Override
    public boolean itemExists(String name) throws JMSException {
        return values().containsKey(name);
    }

    /** A list of its own. */
    @Override
    public Enumeration<String> getMapNames() throws JMSException {
        return Collections.enumeration(new ArrayList<>(values().keySet()));
    }

    private Object get(String name) throws JMSException {
        return values().get(name);
    }

    private Map<String, Object> values() throws JMSException {
        if (pending != null) {
            values = read("map", this::decode);
            pending = null;
        }
        return values;
    }

    // writing

    @Override
    public void setBoolean(String name, boolean value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setByte(String name, byte value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setShort(String name, short value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setChar(String name, char value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setInt(String name, int value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setLong(String name, long value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setFloat(String name, float value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setDouble(String name, double value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setString(String name, String value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setBytes(String name, byte[] value) throws JMSException {
        setObject(name, value);
    }

    @Override
    public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
        requireName(name);
        Objects.checkFromIndexSize(offset, length, value.length);
        setObject(name, Arrays.copyOfRange(value, offset, offset + length));
    }

    /** @throws IllegalArgumentException if the name is null or empty */
    @Override
    public void setObject(String name, Object value) throws JMSException {
        requireName(name);
        requireWriteableBody();
        values.put(name, BodyValue.checked(value, name));
    }

    private static void requireName(String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("a value of a MapMessage needs a name; this one is " + (name == null ? "null" : "empty"));
        }
    }

    // the body as a whole

    @Override
    BodyKind kind() {
        return BodyKind.MAP;
    }

    @Override
    void receiveBody(Slice body) {
        pending = body;
    }

    @Override
    byte[] encodeBody() {
        if (pending != null) {
            return pending.bytes();
        }
        WireOutput out = new WireOutput(32 * values.size());
        values.forEach((name, value) -> {
            BodyValue.write(out, name);
            BodyValue.write(out, value);
        });
        return out.toByteArray();
    }

    private Map<String, Object> decode() {
        Map<String, Object> decoded = new LinkedHashMap<>();
        WireInput in = pending.input();
        while (in.remaining() > 0) {
            if (!(BodyValue.read(in) instanceof String name)) {
                throw new WireFormatException("a map has a name that is not a text");
            }
            decoded.put(name, BodyValue.read(in));
        }
        return decoded;
    }

    @Override
    Class<?> bodyType() throws JMSException {
        return values().isEmpty() ? null : Map.class;
    }

    /** A map of its own, with arrays of its own. */
    @Override
    Object body() throws JMSException {
        Map<String, Object> copy = new LinkedHashMap<>(values());
        copy.replaceAll((name, value) -> BodyValue.copy(value));
        return copy;
    }

    @Override
    void emptyBody() {
        values = new LinkedHashMap<>();
        pending = null;
    }
}

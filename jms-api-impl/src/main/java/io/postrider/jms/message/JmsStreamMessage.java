package io.postrider.jms.message;

import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import jakarta.jms.JMSException;
import jakarta.jms.StreamMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A message of values in a row (specification 3.11), which are read by the table of 3.11.3.
 *
 * <p>It is either being written, with no way to read, or being read from a position that moves only when a read succeeds.
 */
public final class JmsStreamMessage extends JmsMessage implements StreamMessage {
    /** For messages of exceptions, which cannot name what has no name. */
    private static final String NEXT = "the next value";

    private List<Object> values = new ArrayList<>();
    /** A received body until it is asked for; null otherwise. */
    private Slice pending;
    private boolean reading;
    /** Of the next value to read. */
    private int index;
    /** How much of the byte[] at {@link #index} readBytes has given out; negative if it has not begun. */
    private int bytesRead = -1;

    /** From writing to reading, and to the start. */
    @Override
    public void reset() {
        reading = true;
        index = 0;
        bytesRead = -1;
    }

    // reading

    @Override
    public boolean readBoolean() throws JMSException {
        boolean value = PropertyConversion.toBoolean(next(), NEXT);
        advance();
        return value;
    }

    @Override
    public byte readByte() throws JMSException {
        byte value = PropertyConversion.toByte(next(), NEXT);
        advance();
        return value;
    }

    @Override
    public short readShort() throws JMSException {
        short value = PropertyConversion.toShort(next(), NEXT);
        advance();
        return value;
    }

    @Override
    public char readChar() throws JMSException {
        char value = PropertyConversion.toChar(next(), NEXT);
        advance();
        return value;
    }

    @Override
    public int readInt() throws JMSException {
        int value = PropertyConversion.toInt(next(), NEXT);
        advance();
        return value;
    }

    @Override
    public long readLong() throws JMSException {
        long value = PropertyConversion.toLong(next(), NEXT);
        advance();
        return value;
    }

    @Override
    public float readFloat() throws JMSException {
        float value = PropertyConversion.toFloat(next(), NEXT);
        advance();
        return value;
    }

    @Override
    public double readDouble() throws JMSException {
        double value = PropertyConversion.toDouble(next(), NEXT);
        advance();
        return value;
    }

    @Override
    public String readString() throws JMSException {
        String value = PropertyConversion.toText(next(), NEXT);
        advance();
        return value;
    }

    @Override
    public Object readObject() throws JMSException {
        Object value = BodyValue.copy(next());
        advance();
        return value;
    }

    /**
     * Reads the byte[] that is next, or goes on with the one that it began. A count below the array's length ends the value, and
     * so does -1: for null, and after the last byte when an array was filled to its end.
     */
    @Override
    public int readBytes(byte[] target) throws JMSException {
        Objects.requireNonNull(target, "an array to read into");
        Object value = valueAtIndex();
        if (value == null) {
            advance();
            return -1;
        }
        if (!(value instanceof byte[] bytes)) {
            throw JmsErrors.messageFormat(NEXT + " is a " + value.getClass().getSimpleName() + " and cannot be read as byte[]");
        }
        if (bytesRead == bytes.length) {
            advance();
            return -1;
        }
        int from = Math.max(bytesRead, 0);
        int count = Math.min(target.length, bytes.length - from);
        System.arraycopy(bytes, from, target, 0, count);
        if (count < target.length) {
            advance();
        } else {
            bytesRead = from + count;
        }
        return count;
    }

    /** The value to read; a byte[] that readBytes gave out to its last byte is behind, one that it only began is in the way. */
    private Object next() throws JMSException {
        Object value = valueAtIndex();
        if (bytesRead < 0) {
            return value;
        }
        int left = ((byte[]) value).length - bytesRead;
        if (left > 0) {
            throw JmsErrors.messageFormat("readBytes has begun a byte[] of which " + left + " bytes are left; they must be read first");
        }
        advance();
        return valueAtIndex();
    }

    private Object valueAtIndex() throws JMSException {
        if (!reading) {
            throw JmsErrors.notReadable("this message is being written; reset() makes it readable");
        }
        List<Object> known = values();
        if (index == known.size()) {
            throw JmsErrors.endOfMessage("the body has " + known.size() + " values and all are read");
        }
        return known.get(index);
    }

    private void advance() {
        index++;
        bytesRead = -1;
    }

    private List<Object> values() throws JMSException {
        if (pending != null) {
            values = read("stream", this::decode);
            pending = null;
        }
        return values;
    }

    // writing

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeString(String value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        writeObject(value);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        writeObject(Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        if (reading) {
            throw JmsErrors.notWriteable("this message is being read; clearBody() makes it writeable, and empty");
        }
        values.add(BodyValue.checked(value, "a StreamMessage"));
    }

    // the body as a whole

    @Override
    BodyKind kind() {
        return BodyKind.STREAM;
    }

    @Override
    void receiveBody(Slice body) {
        pending = body;
        reading = true;
    }

    @Override
    byte[] encodeBody() {
        if (pending != null) {
            return pending.bytes();
        }
        WireOutput out = new WireOutput(16 * values.size());
        values.forEach(value -> BodyValue.write(out, value));
        return out.toByteArray();
    }

    private List<Object> decode() {
        List<Object> decoded = new ArrayList<>();
        WireInput in = pending.input();
        while (in.remaining() > 0) {
            decoded.add(BodyValue.read(in));
        }
        return decoded;
    }

    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        throw JmsErrors.messageFormat("a StreamMessage has values one after another and no body as a whole");
    }

    @Override
    public boolean isBodyAssignableTo(@SuppressWarnings("rawtypes") Class type) {
        return false;
    }

    @Override
    void emptyBody() {
        values = new ArrayList<>();
        pending = null;
        reading = false;
        index = 0;
        bytesRead = -1;
    }
}

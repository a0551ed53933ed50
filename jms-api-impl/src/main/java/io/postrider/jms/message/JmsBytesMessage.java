package io.postrider.jms.message;

import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.WireOutput;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A message of bytes (specification 3.11), written and read as {@link java.io.DataOutput} and {@link java.io.DataInput} do.
 *
 * <p>It is either being written, with no way to read, or being read from a position that moves only when a read succeeds.
 */
public final class JmsBytesMessage extends JmsMessage implements BytesMessage {
    private static final int INITIAL_BYTES = 64;

    /** What is being written; null before the first write and while this message is being read. */
    private WireOutput written;
    /** What is being read; null while this message is being written. */
    private Slice content;
    /** Of the next byte to read, from the start of {@link #content}. */
    private int position;

    /** From writing to reading, and to the start. */
    @Override
    public void reset() {
        if (content == null) {
            content = written == null ? Slice.EMPTY : new Slice(written.array(), 0, written.size());
            written = null;
        }
        position = 0;
    }

    // reading

    @Override
    public long getBodyLength() throws JMSException {
        return readable().length();
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return next(1) != 0;
    }

    @Override
    public byte readByte() throws JMSException {
        return (byte) next(1);
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        return (int) next(1);
    }

    @Override
    public short readShort() throws JMSException {
        return (short) next(2);
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        return (int) next(2);
    }

    @Override
    public char readChar() throws JMSException {
        return (char) next(2);
    }

    @Override
    public int readInt() throws JMSException {
        return (int) next(4);
    }

    @Override
    public long readLong() throws JMSException {
        return next(8);
    }

    @Override
    public float readFloat() throws JMSException {
        return Float.intBitsToFloat(readInt());
    }

    @Override
    public double readDouble() throws JMSException {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public String readUTF() throws JMSException {
        Slice from = readable();
        ByteArrayInputStream rest = new ByteArrayInputStream(from.array(), from.offset() + position, from.length() - position);
        try {
            String text = new DataInputStream(rest).readUTF();
            position = from.length() - rest.available();
            return text;
        } catch (EOFException e) {
            throw endOf(from, "a text");
        } catch (IOException e) {
            throw JmsErrors.messageFormat("the bytes at position " + position + " are not a text that writeUTF has written", e);
        }
    }

    @Override
    public int readBytes(byte[] target) throws JMSException {
        return readBytes(target, target.length);
    }

    @Override
    public int readBytes(byte[] target, int length) throws JMSException {
        Slice from = readable();
        Objects.checkFromIndexSize(0, length, target.length);
        int count = Math.min(length, from.length() - position);
        if (count == 0 && length > 0) {
            return -1;
        }
        System.arraycopy(from.array(), from.offset() + position, target, 0, count);
        position += count;
        return count;
    }

    private long next(int bytes) throws JMSException {
        Slice from = readable();
        if (from.length() - position < bytes) {
            throw endOf(from, bytes + " more");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | from.array()[from.offset() + position + i] & 0xFF;
        }
        position += bytes;
        return value;
    }

    private Slice readable() throws JMSException {
        if (content == null) {
            throw JmsErrors.notReadable("this message is being written; reset() makes it readable");
        }
        return content;
    }

    private JMSException endOf(Slice from, String wanted) {
        return JmsErrors.endOfMessage("the body has " + from.length() + " bytes, " + position + " are read, and " + wanted + " is not there");
    }

    // writing

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        writable().writeBoolean(value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        writable().writeByte(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        writeTwo(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        writeTwo(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        writable().writeInt32(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        writable().writeInt64(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        writable().writeInt32(Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        writable().writeInt64(Double.doubleToLongBits(value));
    }

    /** @throws jakarta.jms.MessageFormatException if the text takes more than 65,535 bytes, as DataOutput has it */
    @Override
    public void writeUTF(String value) throws JMSException {
        WireOutput out = writable();
        ByteArrayOutputStream encoded = new ByteArrayOutputStream(value.length() + 2);
        try {
            new DataOutputStream(encoded).writeUTF(value);
        } catch (UTFDataFormatException e) {
            throw JmsErrors.messageFormat("writeUTF takes texts of up to 65535 bytes; use a TextMessage, or write the bytes", e);
        } catch (IOException e) {
            throw new AssertionError("an array does not fail", e);
        }
        out.writeRaw(encoded.toByteArray(), 0, encoded.size());
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        writeBytes(value, 0, value.length);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        writable().writeRaw(value, offset, length);
    }

    /** @throws NullPointerException for null, which has no bytes (3.12) */
    @Override
    public void writeObject(Object value) throws JMSException {
        Objects.requireNonNull(value, "a BytesMessage cannot hold null");
        if (value instanceof byte[] bytes) {
            writeBytes(bytes);
        } else if (value instanceof String text) {
            writeUTF(text);
        } else if (value instanceof Integer i) {
            writeInt(i);
        } else if (value instanceof Long l) {
            writeLong(l);
        } else if (value instanceof Boolean b) {
            writeBoolean(b);
        } else if (value instanceof Double d) {
            writeDouble(d);
        } else if (value instanceof Float f) {
            writeFloat(f);
        } else if (value instanceof Short s) {
            writeShort(s);
        } else if (value instanceof Byte b) {
            writeByte(b);
        } else if (value instanceof Character c) {
            writeChar(c);
        } else {
            writable();
            throw JmsErrors.messageFormat("a BytesMessage cannot hold a " + value.getClass().getName()
                    + "; expected a boxed primitive, String or byte[]");
        }
    }

    private void writeTwo(int value) throws JMSException {
        WireOutput out = writable();
        out.writeByte(value >>> 8);
        out.writeByte(value);
    }

    private WireOutput writable() throws JMSException {
        if (content != null) {
            throw JmsErrors.notWriteable("this message is being read; clearBody() makes it writeable, and empty");
        }
        if (written == null) {
            written = new WireOutput(INITIAL_BYTES);
        }
        return written;
    }

    // the body as a whole

    @Override
    BodyKind kind() {
        return BodyKind.BYTES;
    }

    @Override
    void receiveBody(Slice body) {
        content = body;
    }

    @Override
    byte[] encodeBody() {
        return written != null ? written.toByteArray() : length() == 0 ? Slice.EMPTY.array() : content.bytes();
    }

    /** Resets this message first, as the specification wants it of getBody. */
    @Override
    Class<?> bodyType() {
        reset();
        return content.length() == 0 ? null : byte[].class;
    }

    @Override
    Object body() {
        return Arrays.copyOfRange(content.array(), content.offset(), content.offset() + content.length());
    }

    /** Whether the body is of that type; other than getBody this does not end the writing. */
    @Override
    public boolean isBodyAssignableTo(@SuppressWarnings("rawtypes") Class type) {
        Class<?> wanted = type;
        return length() == 0 || wanted.isAssignableFrom(byte[].class);
    }

    private int length() {
        return written != null ? written.size() : content != null ? content.length() : 0;
    }

    @Override
    void emptyBody() {
        written = null;
        content = null;
        position = 0;
    }
}

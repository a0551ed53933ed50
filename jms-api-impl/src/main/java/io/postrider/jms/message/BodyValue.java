package io.postrider.jms.message;

import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.message.Value;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import jakarta.jms.JMSException;

/** A value in the body of a map or stream message: null, a boxed primitive, String or byte[] (specification 3.11.3). */
final class BodyValue {
    /** Beyond the tags of {@link Value}: a string that UTF-8 cannot carry. */
    private static final int UTF16_TAG = 12;

    private BodyValue() {
    }

    /**
     * The value as a message keeps it, an array copied (3.12).
     *
     * @throws jakarta.jms.MessageFormatException for an object of any other class, naming it
     */
    static Object checked(Object value, String where) throws JMSException {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (value == null || value instanceof String || value instanceof Integer || value instanceof Long || value instanceof Boolean
                || value instanceof Double || value instanceof Float || value instanceof Short || value instanceof Byte
                || value instanceof Character) {
            return value;
        }
        throw JmsErrors.messageFormat(where + " cannot hold a " + value.getClass().getName()
                + "; expected a boxed primitive, String or byte[]");
    }

    /** The value as an application gets it, an array copied. */
    static Object copy(Object value) {
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    static void write(WireOutput out, Object value) {
        if (value instanceof String text && !Unicode.isWellFormed(text)) {
            out.writeByte(UTF16_TAG);
            out.writeBytes(Unicode.toUtf16(text));
        } else {
            Value.write(out, value);
        }
    }

    static Object read(WireInput in) {
        if (in.remaining() == 0 || in.array()[in.position()] != UTF16_TAG) {
            return Value.read(in);
        }
        in.readByte();
        byte[] utf16 = in.readBytes();
        if (utf16.length % 2 != 0) {
            throw new WireFormatException("UTF-16 text of " + utf16.length + " bytes");
        }
        return Unicode.fromUtf16(utf16, 0, utf16.length);
    }
}

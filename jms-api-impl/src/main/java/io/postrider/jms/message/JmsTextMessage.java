package io.postrider.jms.message;

import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A message of a String (specification 3.11), null or of any characters; unpaired surrogates arrive as they were sent. */
public final class JmsTextMessage extends JmsMessage implements TextMessage {
    private static final int UTF8 = 1;
    private static final int UTF16 = 2;

    private String text;
    /** A received body until it is asked for; null otherwise. */
    private Slice pending;

    public JmsTextMessage() {
    }

    public JmsTextMessage(String text) {
        this.text = text;
    }

    @Override
    public void setText(String text) throws JMSException {
        requireWriteableBody();
        this.text = text;
    }

    @Override
    public String getText() throws JMSException {
        if (pending != null) {
            text = read("text", this::decode);
            pending = null;
        }
        return text;
    }

    @Override
    BodyKind kind() {
        return BodyKind.TEXT;
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
        if (text == null) {
            return Slice.EMPTY.array();
        }
        return Unicode.isWellFormed(text) ? marked(UTF8, Unicode.toUtf8(text)) : marked(UTF16, Unicode.toUtf16(text));
    }

    private static byte[] marked(int form, byte[] content) {
        byte[] body = new byte[Math.addExact(content.length, 1)];
        body[0] = (byte) form;
        System.arraycopy(content, 0, body, 1, content.length);
        return body;
    }

    private String decode() {
        if (pending.length() == 0) {
            return null;
        }
        WireInput in = pending.input();
        int form = in.readByte();
        int length = in.remaining();
        int offset = in.skip(length);
        if (form == UTF8) {
            return decodeUtf8(in.array(), offset, length);
        }
        if (form != UTF16 || length % 2 != 0) {
            throw new WireFormatException("text of form " + form + " and " + length + " bytes");
        }
        return Unicode.fromUtf16(in.array(), offset, length);
    }

    /** The decoder of String is the fast one but replaces what is not UTF-8; whether it did, the character it puts there tells. */
    private static String decodeUtf8(byte[] array, int offset, int length) {
        String decoded = new String(array, offset, length, StandardCharsets.UTF_8);
        if (decoded.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, offset, length));
            } catch (CharacterCodingException e) {
                throw new WireFormatException("text is not UTF-8");
            }
        }
        return decoded;
    }

    @Override
    Class<?> bodyType() throws JMSException {
        return getText() == null ? null : String.class;
    }

    @Override
    Object body() throws JMSException {
        return getText();
    }

    @Override
    void emptyBody() {
        text = null;
        pending = null;
    }
}

package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.Serializable;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 3.11: messages of a String. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TextMessageTest {
    @Test
    void any_text_arrives_as_it_was() throws JMSException {
        for (String text : List.of("", "a", "größe ☃ 𐐀", "\0", "\uFFFD", "\uD800", "a\uDC00b",
                "\uDC00\uD800", "\uD83D\uDE00\uD83D", "?\uD800")) {
            assertEquals(text, Wire.received(new JmsTextMessage(text)).getText());
            assertEquals(text, Wire.received(Wire.received(new JmsTextMessage(text))).getText());
        }
    }

    @Test
    void null_and_empty_are_two_things() throws JMSException {
        assertNull(Wire.received(new JmsTextMessage(null)).getText());
        assertNull(Wire.received(new JmsTextMessage()).getText());
        assertEquals("", Wire.received(new JmsTextMessage("")).getText());
    }

    @Test
    void a_large_text_travels_apart() throws JMSException {
        String text = "☃".repeat(WireMessage.INLINE_BODY_BYTES_MAX);
        EncodedMessage encoded = new JmsTextMessage(text).encode(Wire.SENT);
        assertTrue(encoded.message().isBodyApart());
        assertEquals(encoded.message().bodyLength(), encoded.bodyApart().length);
        assertEquals(text, ((JmsTextMessage) Wire.decode(encoded, Wire.DELIVERED, ObjectAllowList.DEFAULT)).getText());
    }

    @Test
    void the_inline_bound_is_exact() throws JMSException {
        String fits = "x".repeat(WireMessage.INLINE_BODY_BYTES_MAX - 1);
        assertNull(new JmsTextMessage(fits).encode(Wire.SENT).bodyApart());
        assertNotNull(new JmsTextMessage(fits + "x").encode(Wire.SENT).bodyApart());
    }

    @Test
    void a_received_text_is_read_only_until_cleared() throws JMSException {
        JmsTextMessage received = Wire.received(new JmsTextMessage("a"));
        assertThrows(MessageNotWriteableException.class, () -> received.setText("b"));
        received.clearBody();
        assertNull(received.getText());
        received.setText("b");
        assertEquals("b", Wire.received(received).getText());
    }

    @Test
    void the_body_is_a_string_and_what_a_string_is() throws JMSException {
        JmsTextMessage message = Wire.received(new JmsTextMessage("a"));
        for (Class<?> type : List.of(String.class, Object.class, CharSequence.class, Comparable.class, Serializable.class)) {
            assertTrue(message.isBodyAssignableTo(type), type.getName());
            assertEquals("a", message.getBody(type));
        }
        for (Class<?> type : List.of(Integer.class, byte[].class, java.util.Map.class, int.class)) {
            assertFalse(message.isBodyAssignableTo(type), type.getName());
            assertThrows(MessageFormatException.class, () -> message.getBody(type));
        }
    }

    @Test
    void without_a_body_any_type_will_do() throws JMSException {
        for (JmsMessage message : List.of(new JmsTextMessage(), Wire.received(new JmsTextMessage()), new JmsMessage(),
                Wire.received(new JmsMessage()))) {
            assertTrue(message.isBodyAssignableTo(Integer.class));
            assertNull(message.getBody(Integer.class));
        }
        assertEquals("", new JmsTextMessage("").getBody(String.class));
    }

    @Test
    void who_reads_only_the_text_does_not_pay_for_the_head() throws JMSException {
        WireOutput out = new WireOutput(16);
        out.writeBytes(new byte[] {-1, -1, -1}); // a head that nobody can read
        out.writeByte(BodyKind.TEXT.ordinal());
        out.writeBytes(new byte[] {1, 'a'});
        WireMessage message = WireMessage.read(new WireInput(out.toByteArray()), false);
        JmsTextMessage received = (JmsTextMessage) JmsMessages.decode(message, null, Wire.DELIVERED, ObjectAllowList.DEFAULT);
        assertEquals("a", received.getText());
        assertEquals(Wire.QUEUE, received.getJMSDestination());
        assertThrows(MessageFormatException.class, received::getJMSMessageID);
    }

    @Test
    void bytes_that_are_no_text_are_a_format_error() {
        for (byte[] body : new byte[][] {{1, (byte) 0xC0}, {2, 0}, {3, 65}, {1, (byte) 0xED, (byte) 0xA0, (byte) 0x80}}) {
            WireMessage message = WireMessage.of(new Header(1, 1, 0, 0, 0, null, null, null), Properties.NONE, BodyKind.TEXT, body);
            JmsTextMessage received = (JmsTextMessage) JmsMessages.decode(message, null, Wire.DELIVERED, ObjectAllowList.DEFAULT);
            assertThrows(MessageFormatException.class, received::getText);
        }
    }
}

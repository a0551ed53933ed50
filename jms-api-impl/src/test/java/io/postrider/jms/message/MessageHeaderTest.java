package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.jms.JmsDestination;
import io.postrider.jms.JmsQueue;
import io.postrider.jms.JmsTopic;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Queue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 3.4: header fields, who sets them, and what a receiver sees of them; 3.6: acknowledge. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MessageHeaderTest {
    @Test
    void a_new_message_has_the_defaults() throws JMSException {
        JmsMessage message = new JmsMessage();
        assertNull(message.getJMSMessageID());
        assertNull(message.getJMSCorrelationID());
        assertNull(message.getJMSCorrelationIDAsBytes());
        assertNull(message.getJMSReplyTo());
        assertNull(message.getJMSDestination());
        assertNull(message.getJMSType());
        assertEquals(Message.DEFAULT_DELIVERY_MODE, message.getJMSDeliveryMode());
        assertEquals(Message.DEFAULT_PRIORITY, message.getJMSPriority());
        assertFalse(message.getJMSRedelivered());
        assertEquals(0, message.getJMSTimestamp() + message.getJMSExpiration() + message.getJMSDeliveryTime());
        assertFalse(message.getPropertyNames().hasMoreElements());
    }

    @Test
    void the_receiver_sees_what_the_send_decided_and_not_what_the_setters_said() throws JMSException {
        JmsMessage message = new JmsMessage();
        setAllThatTheProviderOwns(message);
        JmsMessage received = Wire.received(message);
        assertEquals("ID:42-7", received.getJMSMessageID());
        checkSent(received);
        assertFalse(received.getJMSRedelivered());
    }

    @Test
    void after_the_send_the_message_object_shows_what_was_sent() throws JMSException {
        JmsMessage message = new JmsMessage();
        setAllThatTheProviderOwns(message);
        JmsMessages.sent(message, Wire.SENT);
        assertEquals("ID:42-7", message.getJMSMessageID());
        checkSent(message);
        JmsMessages.sent(message, new SendFacts(42, 8, Wire.QUEUE, false, 0, 0, 0, 1));
        assertEquals("ID:42-8", message.getJMSMessageID());
        assertEquals(DeliveryMode.NON_PERSISTENT, message.getJMSDeliveryMode());
    }

    private static void setAllThatTheProviderOwns(Message message) throws JMSException {
        message.setJMSMessageID("ID:mine");
        message.setJMSTimestamp(1);
        message.setJMSExpiration(2);
        message.setJMSDeliveryTime(3);
        message.setJMSDestination(new JmsTopic("elsewhere"));
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSPriority(9);
        message.setJMSRedelivered(true);
    }

    private static void checkSent(Message message) throws JMSException {
        assertEquals(1_700_000_000_000L, message.getJMSTimestamp());
        assertEquals(1_700_000_060_000L, message.getJMSExpiration());
        assertEquals(1_700_000_005_000L, message.getJMSDeliveryTime());
        assertEquals(Wire.QUEUE, message.getJMSDestination());
        assertEquals(DeliveryMode.PERSISTENT, message.getJMSDeliveryMode());
        assertEquals(6, message.getJMSPriority());
    }

    @Test
    void correlation_id_reply_to_and_type_are_the_senders() throws JMSException {
        DestinationName temporary = new DestinationName(DestinationName.Kind.TEMPORARY_TOPIC, "t-1");
        for (JmsDestination replyTo : new JmsDestination[] {new JmsQueue("replies"), new JmsTopic("replies"), JmsDestination.of(temporary), null}) {
            JmsMessage message = new JmsMessage();
            message.setJMSCorrelationID("order ☃ 7");
            message.setJMSReplyTo(replyTo);
            message.setJMSType("order");
            JmsMessage received = Wire.received(message);
            assertEquals("order ☃ 7", received.getJMSCorrelationID());
            assertEquals(replyTo, received.getJMSReplyTo());
            assertEquals("order", received.getJMSType());
        }
    }

    @Test
    void a_correlation_id_of_bytes_passes_as_bytes_and_through_a_replys_string() throws JMSException {
        for (byte[] id : new byte[][] {{}, {0}, {(byte) 0xFF, (byte) 0xC0, 1}}) {
            JmsMessage request = new JmsMessage();
            request.setJMSCorrelationIDAsBytes(id);
            JmsMessage received = Wire.received(request);
            assertArrayEquals(id, received.getJMSCorrelationIDAsBytes());
            JmsMessage reply = new JmsMessage();
            reply.setJMSCorrelationID(received.getJMSCorrelationID());
            assertArrayEquals(id, Wire.received(reply).getJMSCorrelationIDAsBytes());
        }
    }

    @Test
    void a_string_that_only_looks_like_bytes_stays_what_it_is() throws JMSException {
        for (String id : List.of("ID:bytes:0", "ID:bytes:xy", "ID:bytes:FF", "ID:bytes", "ID:42-7", "")) {
            JmsMessage message = new JmsMessage();
            message.setJMSCorrelationID(id);
            assertEquals(id, Wire.received(message).getJMSCorrelationID());
        }
    }

    @Test
    void a_correlation_id_is_copied_in_and_out() throws JMSException {
        byte[] id = {1, 2};
        JmsMessage message = new JmsMessage();
        message.setJMSCorrelationIDAsBytes(id);
        id[0] = 9;
        message.getJMSCorrelationIDAsBytes()[1] = 9;
        assertArrayEquals(new byte[] {1, 2}, message.getJMSCorrelationIDAsBytes());
        message.setJMSCorrelationID("é");
        assertArrayEquals(new byte[] {(byte) 0xC3, (byte) 0xA9}, message.getJMSCorrelationIDAsBytes());
        message.setJMSCorrelationIDAsBytes(null);
        assertNull(message.getJMSCorrelationID());
    }

    @Test
    void what_utf8_cannot_carry_is_refused_when_it_is_set() throws JMSException {
        JmsMessage message = new JmsMessage();
        assertThrows(MessageFormatException.class, () -> message.setJMSCorrelationID("a\uD800"));
        assertThrows(MessageFormatException.class, () -> message.setJMSType("\uDC00"));
        assertThrows(MessageFormatException.class, () -> message.setStringProperty("p", "\uD800x"));
        message.setJMSType("\uD83D\uDE00");
        assertEquals("\uD83D\uDE00", Wire.received(message).getJMSType());
    }

    @Test
    void a_reply_to_of_another_provider_is_refused() {
        Queue foreign = () -> "replies";
        assertThrows(InvalidDestinationException.class, () -> new JmsMessage().setJMSReplyTo(foreign));
    }

    @Test
    void every_header_field_of_a_received_message_may_be_changed() throws JMSException {
        JmsMessage sent = new JmsMessage();
        sent.setJMSType("first");
        sent.setJMSCorrelationID("first");
        JmsMessage received = Wire.received(sent);
        setAllThatTheProviderOwns(received);
        received.setJMSType("second");
        received.setJMSReplyTo(Wire.QUEUE);
        assertEquals("ID:mine second first", received.getJMSMessageID() + " " + received.getJMSType() + " " + received.getJMSCorrelationID());
        assertEquals(1, received.getJMSTimestamp());
        assertEquals(2, received.getJMSExpiration());
        assertEquals(3, received.getJMSDeliveryTime());
        assertTrue(received.getJMSRedelivered());
    }

    @Test
    void a_received_message_sent_on_keeps_what_its_sender_set() throws JMSException {
        JmsTextMessage sent = new JmsTextMessage("text");
        sent.setJMSCorrelationID("c");
        sent.setJMSType("t");
        sent.setJMSReplyTo(Wire.QUEUE);
        sent.setIntProperty("p", 1);
        JmsTextMessage received = Wire.received(sent);
        JmsTextMessage again = Wire.received(received);
        JmsMessages.sent(received, new SendFacts(1, 1, Wire.QUEUE, false, 1, 1, 1, 1));
        assertEquals("text c t 1", again.getText() + " " + again.getJMSCorrelationID() + " " + again.getJMSType() + " " + again.getIntProperty("p"));
        assertEquals(Wire.QUEUE, again.getJMSReplyTo());
        assertEquals("ID:1-1 c", received.getJMSMessageID() + " " + received.getJMSCorrelationID());
    }

    @Test
    void what_is_changed_after_the_encoding_is_not_sent() throws JMSException {
        JmsBytesMessage message = new JmsBytesMessage();
        message.writeInt(1);
        message.setIntProperty("p", 1);
        message.setJMSType("t");
        EncodedMessage encoded = message.encode(Wire.SENT);
        message.writeInt(2);
        message.setIntProperty("p", 2);
        message.setJMSType("u");
        JmsBytesMessage received = (JmsBytesMessage) Wire.decode(encoded, Wire.DELIVERED, ObjectAllowList.DEFAULT);
        assertEquals(4, received.getBodyLength());
        assertEquals("1 t", received.getIntProperty("p") + " " + received.getJMSType());
    }

    @Test
    void a_delivery_says_whether_it_is_the_first() throws JMSException {
        EncodedMessage encoded = new JmsMessage().encode(Wire.SENT);
        JmsMessage second = Wire.decode(encoded, new DeliveryFacts(Wire.QUEUE, false, 0, true, 2), ObjectAllowList.DEFAULT);
        assertTrue(second.getJMSRedelivered());
        assertEquals(2, second.getIntProperty("JMSXDeliveryCount"));
        assertEquals(DeliveryMode.NON_PERSISTENT, second.getJMSDeliveryMode());
        assertEquals(0, second.getJMSPriority());
    }

    @Test
    void acknowledge_does_what_the_session_decides_and_nothing_without_one() throws JMSException {
        JmsMessage message = new JmsMessage();
        message.acknowledge();
        List<String> calls = new ArrayList<>();
        message.acknowledgeWith(() -> calls.add("acknowledged"));
        message.acknowledge();
        assertEquals(List.of("acknowledged"), calls);
    }

    @Test
    void a_header_that_no_client_wrote_is_a_format_error_and_not_a_defect() {
        WireOutput out = new WireOutput(8);
        out.writeVarint(3);
        out.writeRaw(new byte[] {-1, -1, -1}, 0, 3);
        out.writeByte(0);
        out.writeVarint(0);
        JmsMessage broken = JmsMessages.decode(WireMessage.read(new WireInput(out.toByteArray()), false), null, Wire.DELIVERED,
                ObjectAllowList.DEFAULT);
        assertThrows(MessageFormatException.class, broken::getJMSType);
        assertThrows(MessageFormatException.class, () -> broken.getStringProperty("p"));
        assertEquals("JmsMessage with an unreadable header", broken.toString());
    }

    @Test
    void a_message_as_text_shows_its_id_and_not_its_content() throws JMSException {
        JmsTextMessage message = new JmsTextMessage("secret");
        assertEquals("JmsTextMessage that was not sent", message.toString());
        assertEquals("JmsTextMessage ID:42-7", Wire.received(message).toString());
    }
}

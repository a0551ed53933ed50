package io.postrider.jms.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 3.12: messages of other providers. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ForeignMessageTest {
    @Test
    void one_of_ours_is_sent_as_it_is() throws JMSException {
        JmsTextMessage ours = new JmsTextMessage("a");
        assertSame(ours, JmsMessages.toSend(ours));
        assertNotSame(ours, JmsMessages.toSend(Wire.foreign(TextMessage.class, ours)));
        assertThrows(MessageFormatException.class, () -> JmsMessages.toSend(null));
    }

    @Test
    void properties_and_the_senders_header_fields_are_copied() throws JMSException {
        JmsMessage original = new JmsMessage();
        original.setIntProperty("a", 1);
        original.setObjectProperty("b", null);
        original.setStringProperty("JMSXGroupID", "g");
        original.setJMSCorrelationID("c");
        original.setJMSType("t");
        original.setJMSReplyTo(Wire.QUEUE);
        JmsMessage received = Wire.received(JmsMessages.fromForeign(Wire.foreign(Message.class, original)));
        assertEquals(List.of("a", "b", "JMSXGroupID", "JMSXDeliveryCount"), Collections.list(received.getPropertyNames()));
        assertEquals("1 c t", received.getObjectProperty("a") + " " + received.getJMSCorrelationID() + " " + received.getJMSType());
        assertEquals(Wire.QUEUE, received.getJMSReplyTo());
    }

    @Test
    void the_delivery_count_of_another_provider_is_not_copied() throws JMSException {
        Message foreign = Wire.foreign(Message.class, Wire.decode(new JmsMessage().encode(Wire.SENT),
                new DeliveryFacts(Wire.QUEUE, true, 4, true, 9), ObjectAllowList.DEFAULT));
        assertEquals(1, Wire.received(JmsMessages.fromForeign(foreign)).getIntProperty("JMSXDeliveryCount"));
    }

    @Test
    void every_kind_of_body_is_copied() throws JMSException {
        assertEquals("a", JmsMessages.fromForeign(Wire.foreign(TextMessage.class, new JmsTextMessage("a"))).getBody(String.class));

        JmsMapMessage map = new JmsMapMessage();
        map.setInt("a", 1);
        map.setBytes("b", new byte[] {2});
        Map<?, ?> copiedMap = JmsMessages.fromForeign(Wire.foreign(MapMessage.class, map)).getBody(Map.class);
        assertEquals(1, copiedMap.get("a"));
        assertArrayEquals(new byte[] {2}, (byte[]) copiedMap.get("b"));

        JmsObjectMessage object = new JmsObjectMessage();
        object.setObject(5);
        assertEquals(5, JmsMessages.fromForeign(Wire.foreign(ObjectMessage.class, object)).getBody(Integer.class));

        JmsStreamMessage stream = new JmsStreamMessage();
        stream.writeInt(1);
        stream.writeObject(null);
        stream.writeBytes(new byte[] {3});
        JmsStreamMessage copiedStream = (JmsStreamMessage) Wire.received(JmsMessages.fromForeign(Wire.foreign(StreamMessage.class, stream)));
        assertEquals(1, copiedStream.readInt());
        assertNull(copiedStream.readObject());
        assertArrayEquals(new byte[] {3}, (byte[]) copiedStream.readObject());
    }

    @Test
    void bytes_are_copied_from_the_start_and_to_the_end_however_many() throws JMSException {
        for (int length : new int[] {0, 1, 8191, 8192, 8193, 300_000}) {
            byte[] content = new byte[length];
            new java.util.Random(length).nextBytes(content);
            JmsBytesMessage bytes = new JmsBytesMessage();
            bytes.writeBytes(content);
            if (length > 1) {
                bytes.reset();
                bytes.readByte();
            }
            JmsBytesMessage copy = (JmsBytesMessage) Wire.received(JmsMessages.fromForeign(Wire.foreign(BytesMessage.class, bytes)));
            byte[] body = copy.getBody(byte[].class);
            assertArrayEquals(length == 0 ? null : content, body);
        }
    }

    @Test
    void a_reply_to_of_another_provider_is_left_out() throws JMSException {
        Queue replyTo = () -> "replies";
        assertNull(JmsMessages.fromForeign(with("getJMSReplyTo", replyTo, null)).getJMSReplyTo());
    }

    @Test
    void what_cannot_be_named_here_is_refused_by_its_name() {
        Message property = with("getPropertyNames", Collections.enumeration(List.of("not-a-name")), null);
        assertTrue(assertThrows(MessageFormatException.class, () -> JmsMessages.toSend(property)).getMessage().contains("'not-a-name'"));
        MapMessage map = (MapMessage) with(MapMessage.class, new JmsMapMessage(), "getMapNames", Collections.enumeration(List.of("")), null);
        assertTrue(assertThrows(MessageFormatException.class, () -> JmsMessages.toSend(map)).getMessage().contains("empty"));
    }

    @Test
    void a_provider_without_correlation_ids_of_bytes_is_fine() throws JMSException {
        assertNull(JmsMessages.fromForeign(with("getJMSCorrelationIDAsBytes", null, new UnsupportedOperationException()))
                .getJMSCorrelationID());
        assertArrayEquals(new byte[] {1}, JmsMessages.fromForeign(with("getJMSCorrelationIDAsBytes", new byte[] {1}, null))
                .getJMSCorrelationIDAsBytes());
    }

    /** A foreign message without anything, one method of which gives or throws something. */
    private static Message with(String name, Object result, RuntimeException thrown) {
        return with(Message.class, new JmsMessage(), name, result, thrown);
    }

    private static Message with(Class<? extends Message> kind, JmsMessage empty, String name, Object result, RuntimeException thrown) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (!method.getName().equals(name)) {
                return method.invoke(empty, arguments);
            }
            if (thrown != null) {
                throw thrown;
            }
            return result;
        };
        return (Message) Proxy.newProxyInstance(ForeignMessageTest.class.getClassLoader(), new Class<?>[] {kind}, handler);
    }

    @Test
    void what_was_sent_is_written_back_with_the_setters() throws JMSException {
        Message foreign = Wire.foreign(Message.class, new JmsMessage());
        JmsMessages.sent(foreign, Wire.SENT);
        assertEquals("ID:42-7", foreign.getJMSMessageID());
        assertEquals(Wire.SENT.timestampMs(), foreign.getJMSTimestamp());
        assertEquals(Wire.SENT.expirationMs(), foreign.getJMSExpiration());
        assertEquals(Wire.SENT.deliveryTimeMs(), foreign.getJMSDeliveryTime());
        assertEquals((Destination) Wire.QUEUE, foreign.getJMSDestination());
        assertEquals(DeliveryMode.PERSISTENT, foreign.getJMSDeliveryMode());
        assertEquals(6, foreign.getJMSPriority());
    }

    @Test
    void a_completion_listener_may_read_at_once() throws JMSException {
        JmsBytesMessage bytes = new JmsBytesMessage();
        bytes.writeInt(1);
        JmsMessages.prepareForCompletion(bytes);
        assertEquals(1, bytes.readInt());
        JmsStreamMessage stream = new JmsStreamMessage();
        stream.writeInt(2);
        JmsMessages.prepareForCompletion(Wire.foreign(StreamMessage.class, stream));
        assertEquals(2, stream.readInt());
        JmsMessages.prepareForCompletion(new JmsTextMessage());
    }
}

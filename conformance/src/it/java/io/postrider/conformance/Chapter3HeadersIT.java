package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** 3.4 and 3.9: headers. */
class Chapter3HeadersIT extends Rules {
    @Test
    @Section("3.4.11")
    void what_the_provider_owns_is_set_by_the_send_whatever_the_client_set() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createMessage();
        message.setJMSDestination(queue(session));
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSExpiration(1);
        message.setJMSPriority(9);
        message.setJMSMessageID("ID:mine");
        message.setJMSTimestamp(1);
        message.setJMSRedelivered(true);
        message.setJMSDeliveryTime(Long.MAX_VALUE);
        session.createProducer(queue).send(message);
        Message received = receive(session.createConsumer(queue));
        for (Message each : new Message[] {message, received}) {
            assertEquals(queue, each.getJMSDestination());
            assertEquals(DeliveryMode.PERSISTENT, each.getJMSDeliveryMode());
            assertEquals(0, each.getJMSExpiration());
            assertEquals(Message.DEFAULT_PRIORITY, each.getJMSPriority());
            assertTrue(each.getJMSMessageID().startsWith("ID:") && !each.getJMSMessageID().equals("ID:mine"), each.getJMSMessageID());
            assertTrue(each.getJMSTimestamp() > 1);
            assertTrue(each.getJMSDeliveryTime() >= each.getJMSTimestamp() && each.getJMSDeliveryTime() < Long.MAX_VALUE);
        }
        assertEquals(message.getJMSMessageID(), received.getJMSMessageID());
        assertEquals(false, received.getJMSRedelivered());
    }

    @Test
    @Section("3.4.5")
    void a_correlation_id_comes_as_it_went() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        Message first = session.createMessage();
        producer.send(first);
        var consumer = session.createConsumer(queue);
        String id = receive(consumer).getJMSMessageID();
        for (String value : new String[] {"plain", "\u00e4\u20ac", id}) {
            Message message = session.createMessage();
            message.setJMSCorrelationID(value);
            producer.send(message);
        }
        assertEquals("plain", receive(consumer).getJMSCorrelationID());
        assertEquals("\u00e4\u20ac", receive(consumer).getJMSCorrelationID());
        assertEquals(id, receive(consumer).getJMSCorrelationID());
    }

    @Test
    @Section("3.4.5")
    void a_correlation_id_of_bytes_comes_as_it_went() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createMessage();
        message.setJMSCorrelationIDAsBytes(new byte[] {0, -1, 7});
        session.createProducer(queue).send(message);
        assertArrayEquals(new byte[] {0, -1, 7}, receive(session.createConsumer(queue)).getJMSCorrelationIDAsBytes());
    }

    @Test
    @Section("3.4.6")
    void a_reply_to_comes_as_the_kind_of_destination_it_was() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Topic reply = topic(session);
        Message message = session.createMessage();
        message.setJMSReplyTo(reply);
        message.setJMSType("kind");
        session.createProducer(queue).send(message);
        Message received = receive(session.createConsumer(queue));
        assertEquals(reply, received.getJMSReplyTo());
        assertEquals("kind", received.getJMSType());
    }

    @Test
    @Section("3.4.9")
    void expiration_is_the_time_of_the_send_plus_the_time_to_live() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setTimeToLive(60_000);
        Message message = session.createMessage();
        long before = System.currentTimeMillis();
        producer.send(message);
        long after = System.currentTimeMillis();
        assertTrue(message.getJMSExpiration() >= before + 60_000 && message.getJMSExpiration() <= after + 60_000);
        assertEquals(message.getJMSExpiration(), receive(session.createConsumer(queue)).getJMSExpiration());
    }

    @Test
    @Section("3.9")
    void a_sent_message_may_be_changed_and_sent_again() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        TextMessage message = session.createTextMessage("first");
        producer.send(message);
        message.setText("second");
        producer.send(message);
        var consumer = session.createConsumer(queue);
        assertEquals("first", text(consumer));
        assertEquals("second", text(consumer));
    }

    @Test
    @Section("3.9")
    void a_received_message_may_be_sent_on() throws JMSException {
        Session session = session();
        Queue first = queue(session);
        Queue second = queue(session);
        session.createProducer(first).send(session.createTextMessage("on"));
        session().createProducer(second).send(receive(session.createConsumer(first)));
        assertEquals("on", text(session.createConsumer(second)));
    }
}

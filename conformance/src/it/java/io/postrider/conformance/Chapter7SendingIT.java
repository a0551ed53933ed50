package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;

/** 7: sending, and when what was sent comes. */
class Chapter7SendingIT extends Rules {
    @Test
    @Section("7.1")
    void each_kind_of_producer_takes_only_its_own_sends() throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createMessage();
        MessageProducer bound = session.createProducer(queue);
        MessageProducer unbound = session.createProducer(null);
        assertThrows(UnsupportedOperationException.class, () -> bound.send(queue, message));
        assertThrows(UnsupportedOperationException.class, () -> unbound.send(message));
        assertThrows(InvalidDestinationException.class, () -> unbound.send(null, message));
        assertThrows(MessageFormatException.class, () -> bound.send(null));
        assertThrows(IllegalArgumentException.class, () -> bound.send(message, (CompletionListener) null));
    }

    @Test
    @Section("7.4")
    void options_out_of_range_are_refused() throws JMSException {
        Session session = session();
        MessageProducer producer = session.createProducer(queue(session));
        assertThrows(JMSException.class, () -> producer.setPriority(10));
        assertThrows(JMSException.class, () -> producer.setPriority(-1));
        assertThrows(JMSException.class, () -> producer.setDeliveryMode(7));
    }

    @Test
    @Section("7.9")
    void delay_and_time_to_live_are_counted_from_the_send_also_in_a_transaction() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(400);
        producer.setTimeToLive(30_000);
        Message message = session.createMessage();
        long before = System.currentTimeMillis();
        producer.send(message);
        long after = System.currentTimeMillis();
        MessageConsumer waiting = session.createConsumer(queue);
        assertEquals(null, waiting.receive(NOTHING_MS));
        session.commit();
        Message received = receive(waiting);
        assertTrue(System.currentTimeMillis() >= before + 400, "came early");
        assertTrue(received.getJMSDeliveryTime() >= before + 400 && received.getJMSDeliveryTime() <= after + 400);
        assertTrue(received.getJMSExpiration() >= before + 30_000 && received.getJMSExpiration() <= after + 30_000);
        session.commit();
    }

    @Test
    @Section("7.8")
    void an_expired_message_is_not_delivered() throws JMSException {
        Connection connection = connection();
        Session session = connection.createSession();
        Queue queue = queue(session);
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        producer.setTimeToLive(1);
        producer.send(session.createTextMessage("expired"));
        producer.setTimeToLive(0);
        nothing(consumer);
        producer.send(session.createTextMessage("stays"));
        connection.start();
        assertEquals("stays", text(consumer));
    }

    /** The text does not speak of browsers; ours shows what a consumer could get. */
    @Test
    @Section("7.9")
    void a_browser_of_ours_shows_a_delayed_message_from_its_time_on() throws JMSException {
        Provider.assumeOurs();
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(500);
        Message late = session.createMessage();
        producer.send(late);
        boolean shown = false;
        while (!shown) {
            try (QueueBrowser browser = session.createBrowser(queue)) {
                shown = browser.getEnumeration().hasMoreElements();
            }
            boolean due = System.currentTimeMillis() >= late.getJMSDeliveryTime();
            assertTrue(due || !shown, "shown early");
            assertTrue(shown || System.currentTimeMillis() < late.getJMSDeliveryTime() + WAIT_MS, "never shown");
        }
    }
}

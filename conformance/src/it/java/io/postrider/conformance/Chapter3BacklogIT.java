package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Enumeration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** 3.8 and 4.1.6: selectors and browsers over a backlog of 6 MB, three times what our broker keeps in memory. */
class Chapter3BacklogIT extends Rules {
    private static final int COUNT = 600;
    private static final int BYTES = 10_000;

    @Test
    @Section("3.8.1")
    void a_consumer_with_a_selector_gets_what_lies_at_the_end_of_the_backlog() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        fill(session, session.createProducer(queue));
        MessageConsumer last = session.createConsumer(queue, "number = " + (COUNT - 1));
        assertEquals(COUNT - 1, number(receive(last)));
        nothing(last);
        // and what arrives later
        Message later = session.createMessage();
        later.setIntProperty("number", COUNT - 1);
        session.createProducer(queue).send(later);
        assertEquals(COUNT - 1, number(receive(last)));
    }

    @Test
    @Section("3.8.1")
    void consumers_with_selectors_divide_the_backlog_in_order_and_completely() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        fill(session, session.createProducer(queue));
        MessageConsumer third = session.createConsumer(queue, "part = 2");
        MessageConsumer first = session.createConsumer(queue, "part = 0");
        for (int i = 2; i < COUNT; i += 3) {
            assertEquals(i, number(receive(third)));
        }
        for (int i = 0; i < COUNT; i += 3) {
            Message message = receive(first);
            assertEquals(i, number(message));
            assertFalse(message.getJMSRedelivered());
        }
        MessageConsumer rest = session.createConsumer(queue);
        for (int i = 1; i < COUNT; i += 3) {
            assertEquals(i, number(receive(rest)));
        }
        nothing(rest);
    }

    @Test
    @Section("4.1.6")
    void a_browser_shows_the_whole_backlog_in_order_and_takes_nothing() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        fill(session, session.createProducer(queue));
        try (var browser = session.createBrowser(queue)) {
            Enumeration<?> messages = browser.getEnumeration();
            for (int i = 0; i < COUNT; i++) {
                assertTrue(messages.hasMoreElements());
                assertEquals(i, number((Message) messages.nextElement()));
            }
            assertFalse(messages.hasMoreElements());
        }
        try (var browser = session.createBrowser(queue, "part = 1 AND number > 300")) {
            Enumeration<?> messages = browser.getEnumeration();
            for (int i = 301; i < COUNT; i += 3) {
                assertEquals(i, number((Message) messages.nextElement()));
            }
            assertFalse(messages.hasMoreElements());
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < COUNT; i++) {
            assertEquals(i, number(receive(consumer)));
        }
    }

    @Test
    @Section("4.1.6")
    void a_browser_goes_on_while_the_backlog_is_consumed() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        fill(session, session.createProducer(queue));
        MessageConsumer consumer = session().createConsumer(queue);
        try (var browser = session.createBrowser(queue)) {
            Enumeration<?> messages = browser.getEnumeration();
            int last = -1;
            int consumed = 0;
            while (messages.hasMoreElements()) {
                int number = number((Message) messages.nextElement());
                assertTrue(number > last, "out of order");
                last = number;
                if (consumed < COUNT / 2) {
                    assertEquals(consumed++, number(receive(consumer)));
                }
            }
            assertEquals(COUNT - 1, last);
        }
    }

    @Test
    @Section("8.3.3")
    void a_durable_subscription_with_a_selector_keeps_a_backlog_of_what_matches() throws Exception {
        Session session = started(name()).createSession();
        Topic topic = topic(session);
        session.createDurableConsumer(topic, "some", "part = 0", false).close();
        session.createDurableConsumer(topic, "all").close();
        fill(session, session.createProducer(topic));
        MessageConsumer some = session.createDurableConsumer(topic, "some", "part = 0", false);
        for (int i = 0; i < COUNT; i += 3) {
            assertEquals(i, number(receive(some)));
        }
        nothing(some);
        MessageConsumer all = session.createDurableConsumer(topic, "all");
        for (int i = 0; i < COUNT; i++) {
            assertEquals(i, number(receive(all)));
        }
        some.close();
        all.close();
        session.unsubscribe("some");
        session.unsubscribe("all");
    }

    @Test
    @Section("6.2.10")
    void a_backlog_that_was_received_comes_again_in_order_after_a_rollback() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        Session sender = session();
        fill(sender, sender.createProducer(queue));
        MessageConsumer consumer = session.createConsumer(queue);
        for (int attempt = 1; attempt <= 2; attempt++) {
            for (int i = 0; i < COUNT; i++) {
                Message message = receive(consumer);
                assertEquals(i, number(message));
                assertEquals(attempt, message.getIntProperty("JMSXDeliveryCount"));
            }
            if (attempt == 1) {
                session.rollback();
            }
        }
        session.commit();
        nothing(consumer);
        assertThrows(JMSException.class, session::recover);
    }

    /** Without waiting for each, and with waiting for the last. */
    private static void fill(Session session, MessageProducer producer) throws Exception {
        byte[] body = new byte[BYTES];
        SendOutcome last = null;
        for (int i = 0; i < COUNT; i++) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(body);
            message.setIntProperty("number", i);
            message.setIntProperty("part", i % 3);
            last = new SendOutcome();
            producer.send(message, last);
        }
        last.get(WAIT_MS, TimeUnit.MILLISECONDS);
    }

    private static int number(Message message) throws JMSException {
        return message.getIntProperty("number");
    }
}

package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** 6: connections and their sessions: start and stop, transactions, and the order and count of what comes again. */
class Chapter6SessionsIT extends Rules {
    @Test
    @Section("6.1.6")
    void the_meta_data_is_that_of_3_1_and_lists_the_delivery_count() throws JMSException {
        var data = connection().getMetaData();
        assertEquals("3.1", data.getJMSVersion());
        assertEquals(3, data.getJMSMajorVersion());
        assertEquals(1, data.getJMSMinorVersion());
        assertTrue(Collections.list((Enumeration<?>) data.getJMSXPropertyNames()).contains("JMSXDeliveryCount"));
    }

    @Test
    @Section("6.1.3")
    void nothing_is_delivered_before_start_and_after_stop() throws JMSException {
        Connection connection = connection();
        Session session = connection.createSession();
        Queue queue = queue(session);
        MessageConsumer consumer = session.createConsumer(queue);
        session.createProducer(queue).send(session.createTextMessage("a"));
        nothing(consumer);
        connection.start();
        assertEquals("a", text(consumer));
        connection.stop();
        session.createProducer(queue).send(session.createTextMessage("b"));
        nothing(consumer);
        connection.start();
        assertEquals("b", text(consumer));
    }

    @Test
    @Section("6.2.7")
    void a_transaction_is_sent_and_received_as_a_whole() throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        Session other = session();
        Queue queue = queue(session);
        MessageConsumer outside = other.createConsumer(queue);
        session.createProducer(queue).send(session.createTextMessage("rolled back"));
        nothing(outside);
        session.rollback();
        session.createProducer(queue).send(session.createTextMessage("committed"));
        session.commit();
        assertEquals("committed", text(outside));
    }

    @Test
    @Section("6.2.9.1")
    void rollback_delivers_again_in_order_with_flag_and_count() throws JMSException {
        Session session = session(Session.SESSION_TRANSACTED);
        again(session, session::rollback);
        session.commit();
    }

    @Test
    @Section("6.2.10")
    void recover_delivers_again_in_order_with_flag_and_count() throws JMSException {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        again(session, session::recover);
    }

    @Test
    @Section("6.2.10")
    void acknowledge_acknowledges_what_all_consumers_of_the_session_got() throws JMSException {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue first = queue(session);
        Queue second = queue(session);
        session.createProducer(first).send(session.createTextMessage("a"));
        session.createProducer(second).send(session.createTextMessage("b"));
        MessageConsumer one = session.createConsumer(first);
        MessageConsumer other = session.createConsumer(second);
        receive(one);
        receive(other).acknowledge();
        session.recover();
        nothing(one);
        nothing(other);
    }

    @Test
    @Section("8.7")
    void a_listener_that_throws_gets_the_message_again() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        CompletableFuture<Integer> count = new CompletableFuture<>();
        AtomicBoolean thrown = new AtomicBoolean();
        session.createConsumer(queue).setMessageListener(message -> {
            if (thrown.compareAndSet(false, true)) {
                throw new java.lang.IllegalStateException("thrown by the test");
            }
            unchecked(() -> count.complete(message.getJMSRedelivered() ? message.getIntProperty("JMSXDeliveryCount") : -1));
        });
        session().createProducer(queue).send(session.createMessage());
        assertEquals(2, count.get(WAIT_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    @Section("6.2.7")
    void calls_of_the_wrong_kind_of_session_are_refused() throws JMSException {
        Session plain = session();
        assertThrows(IllegalStateException.class, plain::commit);
        assertThrows(IllegalStateException.class, plain::rollback);
        assertThrows(IllegalStateException.class, session(Session.SESSION_TRANSACTED)::recover);
    }

    /** How often a provider tells of it is its own affair; that it does so one at a time is not. */
    @Test
    @Section("6.1.7")
    void calls_of_an_exception_listener_are_one_at_a_time() throws Exception {
        Provider.assumeOurs();
        Connection connection = started();
        Session session = session();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch told = new CountDownLatch(6);
        connection.setExceptionListener(exception -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            told.countDown();
        });
        ServerSessionPool none = () -> {
            throw new JMSException("thrown by the test");
        };
        for (int i = 0; i < 3; i++) {
            Queue queue = queue(session);
            connection.createConnectionConsumer(queue, null, none, 1);
            session.createProducer(queue).send(session.createTextMessage("nobody takes it"));
        }
        await(told);
        assertEquals(1, most.get());
    }

    private void again(Session session, Call undo) throws JMSException {
        Queue queue = queue(session);
        Session sender = session();
        MessageProducer producer = sender.createProducer(queue);
        for (int i = 0; i < 5; i++) {
            producer.send(sender.createTextMessage("m" + i));
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 3; i++) {
            assertEquals("m" + i, text(consumer));
        }
        undo.run();
        for (int i = 0; i < 5; i++) {
            TextMessage message = (TextMessage) receive(consumer);
            assertEquals("m" + i, message.getText());
            // a flag too many is allowed, "likely, but not guaranteed" (3.4.7), and so is a count (3.5.11); not of ours
            if (i < 3 || Provider.isOurs()) {
                assertEquals(i < 3, message.getJMSRedelivered());
                assertEquals(i < 3 ? 2 : 1, message.getIntProperty("JMSXDeliveryCount"));
            }
        }
    }

    @Test
    @Section("6.1.5")
    void stop_and_start_between_messages_do_not_change_their_order() throws Exception {
        Connection connection = started();
        Session session = connection.createSession();
        for (int round = 0; round < 20; round++) {
            Queue queue = queue(session);
            try (MessageConsumer of = session.createConsumer(queue); MessageProducer to = session.createProducer(queue)) {
                for (int i = 0; i < 5; i++) {
                    to.send(session.createTextMessage("message " + i));
                }
                for (int i = 0; i < 5; i++) {
                    assertEquals("message " + i, text(of));
                    connection.stop();
                    connection.start();
                }
            }
        }
    }
}

package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** 6: connections, acknowledgement, order, and closing and stopping from other threads and from inside listeners. */
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
    @Section("6.1.5")
    void stop_waits_for_a_listener_that_runs() throws Exception {
        Running running = new Running();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> unchecked(running.connection::stop));
        running.assertWaits(stop);
    }

    @Test
    @Section("6.1.8")
    void close_of_a_connection_waits_for_a_listener_that_runs() throws Exception {
        Running running = new Running();
        running.assertWaits(CompletableFuture.runAsync(() -> unchecked(running.connection::close)));
    }

    @Test
    @Section("6.2.15")
    void close_of_a_session_waits_for_a_listener_that_runs() throws Exception {
        Running running = new Running();
        running.assertWaits(CompletableFuture.runAsync(() -> unchecked(running.session::close)));
    }

    @Test
    @Section("8.8")
    void close_of_a_consumer_waits_for_a_listener_that_runs() throws Exception {
        Running running = new Running();
        running.assertWaits(CompletableFuture.runAsync(() -> unchecked(running.consumer::close)));
    }

    @Test
    @Section("8.8")
    void close_of_a_consumer_ends_a_receive_with_null() throws Exception {
        Session session = session();
        MessageConsumer consumer = session.createConsumer(queue(session));
        CompletableFuture<Message> receive = receiving(consumer);
        consumer.close();
        assertNull(receive.get(WAIT_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    @Section("6.2.15")
    void close_of_a_session_ends_a_receive_with_null() throws Exception {
        Session session = session();
        CompletableFuture<Message> receive = receiving(session.createConsumer(queue(session)));
        session.close();
        assertNull(receive.get(WAIT_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    @Section("6.1.8")
    void close_of_a_connection_ends_the_receives_of_its_sessions_with_null() throws Exception {
        Connection connection = started();
        Session one = connection.createSession();
        Session other = connection.createSession(Session.SESSION_TRANSACTED);
        CompletableFuture<Message> first = receiving(one.createConsumer(queue(one)));
        CompletableFuture<Message> second = receiving(other.createConsumer(queue(other)));
        connection.close();
        assertNull(first.get(WAIT_MS, TimeUnit.MILLISECONDS));
        assertNull(second.get(WAIT_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    @Section("8.8")
    void a_listener_may_close_its_consumer() throws Exception {
        inListener((connection, session, consumer) -> consumer.close());
    }

    @Test
    @Section("6.2.15")
    void close_of_its_own_session_in_a_listener_does_not_deadlock() throws Exception {
        inListener((connection, session, consumer) -> session.close());
    }

    @Test
    @Section("6.1.8")
    void close_of_its_own_connection_in_a_listener_does_not_deadlock() throws Exception {
        inListener((connection, session, consumer) -> connection.close());
    }

    @Test
    @Section("6.1.5")
    void stop_of_its_own_connection_in_a_listener_does_not_deadlock() throws Exception {
        inListener((connection, session, consumer) -> connection.stop());
    }

    @Test
    @Section("6.1.8")
    void what_is_closed_is_closed_with_all_its_parts_and_may_be_closed_again() throws JMSException {
        Connection connection = started();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        producer.send(session.createMessage());
        Message message = receive(consumer);
        connection.close();
        connection.close();
        session.close();
        producer.close();
        consumer.close();
        assertThrows(IllegalStateException.class, connection::start);
        assertThrows(IllegalStateException.class, session::createMessage);
        assertThrows(IllegalStateException.class, consumer::receiveNoWait);
        assertThrows(IllegalStateException.class, () -> producer.send(message));
        assertThrows(IllegalStateException.class, message::acknowledge);
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

    private interface Call {
        void run() throws JMSException;
    }

    private interface ListenerCall {
        void run(Connection connection, Session session, MessageConsumer consumer) throws JMSException;
    }

    private static void unchecked(Call call) {
        try {
            call.run();
        } catch (JMSException e) {
            throw new java.lang.IllegalStateException(e);
        }
    }

    /** A session whose listener has begun and waits to be let go on. */
    private final class Running {
        final Connection connection = started();
        final Session session = connection.createSession();
        final MessageConsumer consumer;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile boolean ended;

        Running() throws Exception {
            Queue queue = queue(session);
            consumer = session.createConsumer(queue);
            consumer.setMessageListener(message -> {
                begun.countDown();
                try {
                    await(goOn);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                ended = true;
            });
            Session sender = session();
            sender.createProducer(queue).send(sender.createMessage());
            await(begun);
        }

        void assertWaits(CompletableFuture<Void> call) throws Exception {
            assertThrows(java.util.concurrent.TimeoutException.class, () -> call.get(NOTHING_MS, TimeUnit.MILLISECONDS));
            assertFalse(ended);
            goOn.countDown();
            call.get(WAIT_MS, TimeUnit.MILLISECONDS);
            assertTrue(ended);
        }
    }

    /** Either way is allowed, to throw and to do it; not to return is none. */
    private void inListener(ListenerCall call) throws Exception {
        Connection connection = started();
        Session session = connection.createSession();
        Queue queue = queue(session);
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<Throwable> result = new CompletableFuture<>();
        consumer.setMessageListener(message -> {
            try {
                call.run(connection, session, consumer);
                result.complete(null);
            } catch (JMSException | RuntimeException e) {
                result.complete(e);
            }
        });
        Session sender = session();
        sender.createProducer(queue).send(sender.createMessage());
        Throwable thrown = result.get(WAIT_MS, TimeUnit.MILLISECONDS);
        assertTrue(thrown == null || thrown instanceof IllegalStateException, () -> "thrown: " + thrown);
        CompletableFuture.runAsync(() -> unchecked(connection::close)).get(WAIT_MS, TimeUnit.MILLISECONDS);
        MessageConsumer after = sender.createConsumer(queue);
        nothing(after);
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
}

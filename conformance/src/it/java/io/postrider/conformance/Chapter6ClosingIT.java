package io.postrider.conformance;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** 6.1.5, 6.1.8, 6.2.15 and 8.8: closing and stopping while others receive and listen, from other threads and from inside listeners. */
class Chapter6ClosingIT extends Rules {
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

    private interface ListenerCall {
        void run(Connection connection, Session session, MessageConsumer consumer) throws JMSException;
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
}

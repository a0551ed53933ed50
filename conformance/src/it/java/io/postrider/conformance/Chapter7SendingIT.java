package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** 7: sending, waited for or not, and when what was sent comes. */
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

    @Test
    @Section("7.3.3")
    void sends_waited_for_and_not_keep_their_order_and_so_do_the_callbacks() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        List<String> completed = Collections.synchronizedList(new ArrayList<>());
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            if (i % 10 == 9) {
                producer.send(message);
            } else {
                expected.add("m" + i);
                producer.send(message, completion(done -> completed.add(done.getText())));
            }
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 100; i++) {
            assertEquals("m" + i, text(consumer));
        }
        session.close();
        assertEquals(expected, completed);
    }

    @Test
    @Section("7.3.4")
    void close_of_each_and_commit_and_rollback_wait_for_the_callbacks() throws Exception {
        for (String how : List.of("producer", "session", "connection", "commit", "rollback")) {
            Connection connection = started();
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(queue(session));
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            producer.send(session.createTextMessage(how), completion(done -> {
                begun.countDown();
                await(goOn);
            }));
            await(begun);
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> end(how, connection, session, producer));
            assertThrows(java.util.concurrent.TimeoutException.class, () -> call.get(NOTHING_MS, TimeUnit.MILLISECONDS), how);
            goOn.countDown();
            call.get(WAIT_MS, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    @Section("7.3.4")
    void a_callback_may_not_close_commit_or_roll_back_what_it_belongs_to() throws Exception {
        for (String how : List.of("producer", "session", "connection", "commit", "rollback")) {
            Connection connection = started();
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(queue(session));
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            producer.send(session.createTextMessage(how), completion(done -> {
                try {
                    end(how, connection, session, producer);
                    thrown.complete(null);
                } catch (RuntimeException e) {
                    thrown.complete(e.getCause());
                }
            }));
            assertInstanceOf(IllegalStateException.class, thrown.get(WAIT_MS, TimeUnit.MILLISECONDS), how);
        }
    }

    @Test
    @Section("7.3.8")
    void a_callback_is_on_another_thread_than_the_send() throws Exception {
        Session session = session();
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        session.createProducer(queue(session)).send(session.createTextMessage("a"), completion(done -> thread.complete(Thread.currentThread())));
        assertNotEquals(Thread.currentThread(), thread.get(WAIT_MS, TimeUnit.MILLISECONDS));
    }

    private interface Done {
        void with(TextMessage message) throws Exception;
    }

    private static CompletionListener completion(Done done) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                try {
                    done.with((TextMessage) message);
                } catch (Exception e) {
                    throw new java.lang.IllegalStateException(e);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                throw new java.lang.IllegalStateException(exception);
            }
        };
    }

    private static void end(String how, Connection connection, Session session, MessageProducer producer) {
        try {
            switch (how) {
                case "producer" -> producer.close();
                case "session" -> session.close();
                case "connection" -> connection.close();
                case "commit" -> session.commit();
                default -> session.rollback();
            }
        } catch (JMSException e) {
            throw new java.lang.IllegalStateException(e);
        }
    }
}

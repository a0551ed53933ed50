package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the rules say of connections that are lost: of the ExceptionListener, callbacks, commits and closes. */
class Chapter6LossIT extends Rules {
    private static final long FOREVER_MS = 60_000;
    private static final long SHORT_MS = 300;

    private Relay relay;

    @BeforeEach
    void comeBetween() throws Exception {
        Provider.assumeOurs();
        relay = Provider.relay();
    }

    @AfterEach
    void goAway() throws Exception {
        if (relay != null) {
            closeAll();
            relay.close();
        }
    }

    @Test
    @Section("6.1.7")
    void an_exception_listener_hears_of_the_loss_once_and_may_use_the_api_and_close_the_connection() throws Exception {
        Connection connection = through(SHORT_MS);
        Queue queue = queue(session());
        CompletableFuture<JMSException> heard = new CompletableFuture<>();
        CompletableFuture<String> received = new CompletableFuture<>();
        CountDownLatch calls = new CountDownLatch(2);
        connection.setExceptionListener(exception -> {
            calls.countDown();
            heard.complete(exception);
            try (Connection other = connection()) {
                other.start();
                Session session = other.createSession();
                session.createProducer(queue).send(session.createTextMessage("from the listener"));
                String text = text(session.createConsumer(queue));
                connection.close();
                received.complete(text);
            } catch (JMSException | RuntimeException e) {
                received.completeExceptionally(e);
            }
        });
        relay.cut();
        assertNotNull(heard.get(WAIT_MS, TimeUnit.MILLISECONDS).getMessage());
        assertEquals("from the listener", received.get(WAIT_MS, TimeUnit.MILLISECONDS));
        assertFalse(calls.await(NOTHING_MS, TimeUnit.MILLISECONDS), "told twice");
        assertThrows(jakarta.jms.IllegalStateException.class, connection::start);
    }

    @Test
    @Section("6.1.7")
    void what_a_call_throws_is_not_told_to_the_exception_listener() throws Exception {
        Connection connection = through(FOREVER_MS);
        Session session = connection.createSession();
        CountDownLatch told = new CountDownLatch(1);
        connection.setExceptionListener(exception -> told.countDown());
        assertThrows(JMSException.class, () -> session.createConsumer(queue(session), "no selector"));
        assertThrows(JMSException.class, () -> session.unsubscribe(name()));
        assertThrows(JMSException.class, session::commit);
        assertFalse(told.await(NOTHING_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    @Section("6.1.7")
    void a_loss_that_the_provider_can_mend_is_not_told() throws Exception {
        Connection connection = through(FOREVER_MS);
        Session session = connection.createSession();
        Queue queue = queue(session);
        MessageConsumer consumer = session.createConsumer(queue);
        CountDownLatch told = new CountDownLatch(1);
        connection.setExceptionListener(exception -> told.countDown());
        relay.cut();
        relay.open();
        session.createProducer(queue).send(session.createTextMessage("after"));
        assertEquals("after", text(consumer));
        nothing(consumer);
        assertEquals(1, told.getCount());
    }

    @Test
    @Section("7.3.2")
    void each_asynchronous_send_has_one_callback_in_order_when_the_connection_is_lost_for_good() throws Exception {
        Connection connection = through(SHORT_MS);
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue(session));
        List<String> called = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(20);
        CountDownLatch more = new CountDownLatch(21);
        // so that what a first send of a producer waits for is not held back
        producer.send(session.createMessage());
        relay.hold();
        for (int i = 0; i < 20; i++) {
            Message message = session.createMessage();
            message.setIntProperty("number", i);
            producer.send(message, new CompletionListener() {
                @Override
                public void onCompletion(Message sent) {
                    called("completed", sent);
                }

                @Override
                public void onException(Message sent, Exception exception) {
                    called(exception instanceof JMSException ? "failed" : "failed with " + exception, sent);
                }

                private void called(String how, Message sent) {
                    try {
                        called.add(how + " " + sent.getIntProperty("number"));
                    } catch (JMSException e) {
                        called.add(e.toString());
                    }
                    all.countDown();
                    more.countDown();
                }
            });
        }
        relay.cut();
        await(all);
        assertFalse(more.await(NOTHING_MS, TimeUnit.MILLISECONDS), "one send had two callbacks");
        for (int i = 0; i < 20; i++) {
            assertEquals("failed " + i, called.get(i));
        }
    }

    @Test
    @Section("7.3.2")
    void a_send_that_throws_since_the_connection_is_lost_has_no_callback() throws Exception {
        Connection connection = through(SHORT_MS);
        CountDownLatch lost = new CountDownLatch(1);
        connection.setExceptionListener(exception -> lost.countDown());
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue(session));
        relay.cut();
        await(lost);
        SendOutcome called = new SendOutcome();
        assertThrows(JMSException.class, () -> producer.send(session.createMessage(), called));
        assertThrows(TimeoutException.class, () -> called.get(NOTHING_MS, TimeUnit.MILLISECONDS));
    }

    /** The answer of the broker is lost with the connection, whose successor asks again. */
    @Test
    @Section("6.2.12")
    void a_commit_in_flight_when_the_connection_is_cut_ends_with_what_became_of_it() throws Exception {
        Connection connection = through(FOREVER_MS);
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        session.createProducer(queue).send(session.createTextMessage("in flight"));
        Session outside = session();
        relay.hold();
        CompletableFuture<Boolean> committed = CompletableFuture.supplyAsync(() -> commit(session));
        // decided and not answered
        assertEquals("in flight", text(outside.createConsumer(queue)));
        assertFalse(committed.isDone());
        relay.cut();
        relay.open();
        assertTrue(committed.get(WAIT_MS, TimeUnit.MILLISECONDS), "it was committed, and the commit said it was not");
        session.createProducer(queue).send(session.createTextMessage("next"));
        session.commit();
        assertEquals("next", text(outside.createConsumer(queue)));
    }

    @Test
    @Section("6.2.7")
    void a_transaction_that_a_cut_meets_is_committed_as_a_whole_or_not_at_all() throws Exception {
        Connection connection = through(FOREVER_MS);
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createTextMessage("a"));
        relay.cut();
        relay.open();
        boolean committed = true;
        try {
            producer.send(session.createTextMessage("b"));
        } catch (TransactionRolledBackException e) {
            committed = false;
        }
        committed = commit(session) && committed;
        MessageConsumer outside = session().createConsumer(queue);
        if (committed) {
            assertEquals("a", text(outside));
            assertEquals("b", text(outside));
        }
        nothing(outside);
    }

    @Test
    @Section("6.1.8")
    void close_returns_and_ends_receives_while_the_connection_is_being_made_again() throws Exception {
        Connection connection = through(FOREVER_MS);
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(queue(session));
        CompletableFuture<Message> receive = receiving(consumer);
        relay.cut();
        CompletableFuture.runAsync(() -> unchecked(connection::close)).get(WAIT_MS, TimeUnit.MILLISECONDS);
        assertNull(receive.get(WAIT_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    @Section("6.1.8")
    void calls_that_wait_for_a_broker_end_when_it_is_lost_for_good() throws Exception {
        Connection connection = through(SHORT_MS);
        Session session = connection.createSession();
        Queue queue = queue(session);
        relay.cut();
        assertThrows(JMSException.class, () -> session.createConsumer(queue));
        assertThrows(JMSException.class, session::createTemporaryQueue);
        assertThrows(JMSException.class, () -> session.createProducer(queue).send(session.createMessage()));
    }

    private Connection through(long lossMs) throws JMSException {
        Connection connection = opened(Provider.at(relay.port(), lossMs).createConnection(Provider.USER, Provider.PASSWORD));
        connection.start();
        return connection;
    }

    /** @return false if it says that it rolled back */
    private static boolean commit(Session session) {
        try {
            session.commit();
            return true;
        } catch (TransactionRolledBackException e) {
            return false;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}

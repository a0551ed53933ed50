package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules say of a broker that is stopped or killed, and started again or not. */
// a process is started up to seven times
@Timeout(180)
class Chapter6RestartIT extends Rules {
    private static final int KILLS = 6;
    private static final int TRANSACTIONS = 90;
    private static final long FOREVER_MS = 60_000;
    private static final long SHORT_MS = 300;
    private static final long COMMIT_NANOS = 4_000_000;

    @BeforeEach
    void onlyOurs() {
        Provider.assumeOurs();
    }

    @Test
    @Section("4.1.8")
    void persistent_messages_and_acknowledgements_outlive_a_restart_of_the_broker() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        for (String text : List.of("acknowledged", "stays")) {
            session.createProducer(queue).send(session.createTextMessage(text));
        }
        MessageConsumer consumer = session.createConsumer(queue);
        assertEquals("acknowledged", text(consumer));
        consumer.close();
        Provider.restart();
        Session after = session();
        try (var browser = after.createBrowser(queue)) {
            assertEquals(1, Collections.list((Enumeration<?>) browser.getEnumeration()).size());
        }
        assertEquals("stays", text(after.createConsumer(queue)));
    }

    @Test
    @Section("7.9")
    void a_delay_is_counted_from_the_call_of_a_transacted_send_also_over_a_restart() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue(session);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(1_500);
        long before = System.currentTimeMillis();
        producer.send(session.createTextMessage("late"));
        long after = System.currentTimeMillis();
        session.commit();
        Provider.restart();
        Session other = session();
        MessageConsumer consumer = other.createConsumer(queue);
        Message received = receive(consumer);
        assertTrue(System.currentTimeMillis() >= before + 1_500, "came early");
        assertTrue(received.getJMSDeliveryTime() >= before + 1_500 && received.getJMSDeliveryTime() <= after + 1_500,
                () -> "sent from " + before + " to " + after);
    }

    /**
     * Each transaction takes a message from one queue and puts three of its number into another; of 90, each fifteenth has the broker
     * killed while it is about to commit, commits, or has committed. What the client is told decides whether it does it again.
     */
    @Test
    @Section("6.2.7")
    void each_of_many_transactions_is_there_once_and_as_a_whole_though_the_broker_is_killed_while_they_commit() throws Exception {
        Random random = new Random(20261127);
        ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        try (BrokerProcess broker = new BrokerProcess()) {
            Session session = connected(broker, FOREVER_MS).createSession(Session.SESSION_TRANSACTED);
            Queue from = queue(session);
            Queue to = queue(session);
            MessageProducer filling = session.createProducer(from);
            for (int i = 0; i < TRANSACTIONS; i++) {
                filling.send(session.createTextMessage("m" + i));
            }
            session.commit();
            MessageConsumer consumer = session.createConsumer(from);
            MessageProducer producer = session.createProducer(to);
            Future<?> killed = CompletableFuture.completedFuture(null);
            int kills = 0;
            for (int committed = 0; committed < TRANSACTIONS; ) {
                String text = text(consumer);
                if (committed % (TRANSACTIONS / KILLS) == TRANSACTIONS / KILLS / 2 && kills <= committed * KILLS / TRANSACTIONS) {
                    killed.get();
                    kills++;
                    killed = killer.schedule(() -> {
                        broker.kill();
                        broker.startAgain();
                        return null;
                    }, random.nextLong(COMMIT_NANOS), TimeUnit.NANOSECONDS);
                }
                try {
                    for (int i = 0; i < 3; i++) {
                        producer.send(session.createTextMessage(text));
                    }
                    session.commit();
                    committed++;
                } catch (TransactionRolledBackException again) {
                    session.rollback();
                }
            }
            killed.get();
            assertEquals(KILLS, kills);
            Session after = connected(broker, FOREVER_MS).createSession();
            MessageConsumer result = after.createConsumer(to);
            for (int i = 0; i < 3 * TRANSACTIONS; i++) {
                assertEquals("m" + i / 3, text(result));
            }
            nothing(result);
            nothing(consumer);
            closeAll();
        } finally {
            killer.shutdown();
            assertTrue(killer.awaitTermination(WAIT_MS, TimeUnit.MILLISECONDS));
        }
    }

    /** It has the quality of service of a send that is waited for. */
    @Test
    @Section("7.3.1")
    void what_a_callback_says_was_completed_outlives_the_kill_of_the_broker() throws Exception {
        try (BrokerProcess broker = new BrokerProcess()) {
            Session session = connected(broker, FOREVER_MS).createSession();
            Queue queue = queue(session);
            SendOutcome completed = new SendOutcome();
            CompletableFuture<Void> killed = completed.thenAccept(message -> kill(broker));
            session.createProducer(queue).send(session.createTextMessage("completed"), completed);
            killed.get(WAIT_MS, TimeUnit.MILLISECONDS);
            broker.startAgain();
            assertEquals("completed", text(connected(broker, FOREVER_MS).createSession().createConsumer(queue)));
            closeAll();
        }
    }

    @Section("6.1.7")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_exception_listener_hears_of_a_broker_that_has_ended_for_good(boolean inOrder) throws Exception {
        try (BrokerProcess broker = new BrokerProcess()) {
            Connection connection = connected(broker, SHORT_MS);
            MessageConsumer consumer = connection.createSession().createConsumer(queue(session()));
            CompletableFuture<Message> receive = receiving(consumer);
            CompletableFuture<JMSException> heard = new CompletableFuture<>();
            connection.setExceptionListener(heard::complete);
            if (inOrder) {
                broker.stop();
            } else {
                broker.kill();
            }
            assertNotNull(heard.get(WAIT_MS, TimeUnit.MILLISECONDS).getMessage());
            assertThrows(ExecutionException.class, () -> receive.get(WAIT_MS, TimeUnit.MILLISECONDS));
            closeAll();
        }
    }

    private Connection connected(BrokerProcess broker, long lossMs) throws JMSException {
        Connection connection = opened(broker.factory(lossMs).createConnection(Provider.USER, Provider.PASSWORD));
        connection.start();
        return connection;
    }

    private static void kill(BrokerProcess broker) {
        try {
            broker.kill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

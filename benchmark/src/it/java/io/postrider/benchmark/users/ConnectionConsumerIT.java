package io.postrider.benchmark.users;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Connection consumers against a broker, as an application server uses them: sessions of a pool on threads of its own. */
@Timeout(180)
class ConnectionConsumerIT {
    private static TestBroker broker;

    @BeforeAll
    static void start() throws IOException {
        broker = new TestBroker("attemptsMax=1000");
    }

    @AfterAll
    static void stop() throws IOException {
        broker.close();
    }

    /** What an application server does with a session that has messages. */
    @FunctionalInterface
    private interface Work {
        void run(Session session) throws JMSException;
    }

    /** A pool of sessions, each with a thread while it works. */
    private static final class Pool implements ServerSessionPool, AutoCloseable {
        private final BlockingQueue<ServerSession> free = new LinkedBlockingQueue<>();
        private final ExecutorService threads = Executors.newCachedThreadPool();

        Pool(Connection connection, int sessions, int mode, SessionListener listener, Work work) throws JMSException {
            for (int i = 0; i < sessions; i++) {
                Session session = connection.createSession(mode);
                session.setMessageListener(message -> listener.onMessage(session, message));
                free.add(new Pooled(session, work));
            }
        }

        @Override
        public ServerSession getServerSession() throws JMSException {
            try {
                return free.poll(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new JMSException("interrupted");
            }
        }

        @Override
        public void close() {
            threads.shutdown();
        }

        private final class Pooled implements ServerSession {
            private final Session session;
            private final Work work;

            Pooled(Session session, Work work) {
                this.session = session;
                this.work = work;
            }

            @Override
            public Session getSession() {
                return session;
            }

            @Override
            public void start() {
                threads.execute(() -> {
                    try {
                        work.run(session);
                    } catch (JMSException e) {
                        // what it ran comes again
                    } finally {
                        free.add(this);
                    }
                });
            }
        }
    }

    @FunctionalInterface
    private interface SessionListener {
        void onMessage(Session session, Message message);
    }

    @Test
    void everyFormGetsItsMessagesAndLeavesNoneBehind() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Connection connection = broker.factory("clientId=forms").createConnection();
                Pool pool = new Pool(connection, 3, Session.AUTO_ACKNOWLEDGE, (session, message) -> heard.add(body(message)), Session::run)) {
            Session session = connection.createSession();
            Queue queue = session.createQueue("forms");
            Topic topic = session.createTopic("forms");
            List<ConnectionConsumer> consumers = List.of(
                    connection.createConnectionConsumer(queue, null, pool, 1),
                    connection.createConnectionConsumer(topic, "kind = 'a'", pool, 2),
                    connection.createSharedConnectionConsumer(topic, "shared", null, pool, 3),
                    connection.createSharedDurableConnectionConsumer(topic, "shared durable", "kind = 'b'", pool, 4),
                    connection.createDurableConnectionConsumer(topic, "durable", null, pool, 5));
            assertThrows(InvalidSelectorException.class, () -> connection.createConnectionConsumer(queue, "kind =", pool, 1));
            connection.start();
            MessageProducer producer = session.createProducer(null);
            producer.send(queue, session.createTextMessage("to the queue"));
            for (String kind : List.of("a", "b")) {
                Message message = session.createTextMessage(kind);
                message.setStringProperty("kind", kind);
                producer.send(topic, message);
            }
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                all.add(heard.poll(20, TimeUnit.SECONDS));
            }
            all.sort(null);
            assertEquals(List.of("a", "a", "a", "b", "b", "b", "to the queue"), all);
            for (ConnectionConsumer consumer : consumers) {
                consumer.close();
            }
            session.unsubscribe("durable");
            session.unsubscribe("shared durable");
        }
        assertEmpty("forms");
    }

    @Test
    void whatIsRolledBackComesAgainCountedAndWhatIsCommittedComesOnce() throws Exception {
        transacted("rolled", 300, () -> { });
    }

    @Test
    void whatATransactionForwardsArrivesOnceThoughTheBrokerIsKilledMeanwhile() throws Exception {
        transacted("killed", 300, () -> {
            for (int i = 0; i < 3; i++) {
                broker.kill();
                broker.start();
                TimeUnit.MILLISECONDS.sleep(300); // some work in between
            }
        });
    }

    /** What happens while the messages are on their way. */
    @FunctionalInterface
    private interface Meanwhile {
        void run() throws Exception;
    }

    /** Sessions forward messages and roll every fourth try back. */
    private void transacted(String name, int messages, Meanwhile meanwhile) throws Exception {
        Random random = new Random(4);
        Map<Session, Boolean> failed = new ConcurrentHashMap<>();
        Set<String> countedWrong = ConcurrentHashMap.newKeySet();
        Set<String> tried = ConcurrentHashMap.newKeySet();
        AtomicInteger rollbacks = new AtomicInteger();
        try (Connection connection = broker.factory("").createConnection();
                JMSContext context = broker.factory("").createContext()) {
            for (int i = 0; i < messages; i++) {
                context.createProducer().send(context.createQueue(name), "m" + i);
            }
            Pool pool = new Pool(connection, 4, Session.SESSION_TRANSACTED, (session, message) -> {
                String body = body(message);
                try {
                    boolean again = !tried.add(body);
                    if (again != message.getIntProperty("JMSXDeliveryCount") > 1 || again != message.getJMSRedelivered()) {
                        countedWrong.add(body + " " + message.getIntProperty("JMSXDeliveryCount"));
                    }
                    session.createProducer(session.createQueue(name + " out")).send(session.createTextMessage(body));
                } catch (JMSException e) {
                    failed.put(session, true);
                }
                synchronized (random) {
                    if (random.nextInt(4) == 0) {
                        failed.put(session, true);
                    }
                }
            }, session -> {
                failed.remove(session);
                session.run();
                if (failed.containsKey(session)) {
                    rollbacks.incrementAndGet();
                    session.rollback();
                } else {
                    session.commit();
                }
            });
            connection.createConnectionConsumer(context.createQueue(name), null, pool, 3);
            connection.start();
            meanwhile.run();
            Set<String> arrived = new HashSet<>();
            JMSConsumer out = context.createConsumer(context.createQueue(name + " out"));
            for (int i = 0; i < messages; i++) {
                String body = out.receiveBody(String.class, TestBroker.RECEIVE_MS);
                assertTrue(arrived.add(String.valueOf(body)), body + " after " + i + " messages");
            }
            assertNull(out.receiveNoWait());
            pool.close();
            assertTrue(rollbacks.get() > 10, "there were " + rollbacks + " rollbacks");
        }
        if (name.equals("rolled")) {
            assertEquals(Set.of(), countedWrong);
        }
        assertEmpty(name);
    }

    private static void assertEmpty(String queue) {
        try (JMSContext context = broker.factory("").createContext()) {
            assertNull(context.createConsumer(context.createQueue(queue)).receiveNoWait());
            assertNull(context.createConsumer(context.createQueue("DLQ")).receiveNoWait());
        }
    }

    private static String body(Message message) {
        try {
            return message.getBody(String.class);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }
}

package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What every class of rules needs: connections that end with the test, and names that no other test has. */
@Timeout(60)
class Rules {
    interface Call {
        void run() throws JMSException;
    }

    static final long WAIT_MS = 10_000;
    /** How long nothing has to come; short, since each of these is waited for to its end. */
    static final long NOTHING_MS = 200;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    Connection connection() throws JMSException {
        return opened(Provider.FACTORY.createConnection(Provider.USER, Provider.PASSWORD));
    }

    /** One that was made elsewhere, and ends with the test too. */
    Connection opened(Connection connection) {
        open.push(connection);
        return connection;
    }

    Connection started() throws JMSException {
        Connection connection = connection();
        connection.start();
        return connection;
    }

    Connection started(String clientId) throws JMSException {
        Connection connection = connection();
        connection.setClientID(clientId);
        connection.start();
        return connection;
    }

    /** Started; skips the test of a factory that has no connections of one domain. */
    QueueConnection queueConnection() throws JMSException {
        ConnectionFactory factory = Provider.queueFactory();
        assumeTrue(factory instanceof QueueConnectionFactory, "conformance.queueFactory names no QueueConnectionFactory");
        QueueConnection connection = ((QueueConnectionFactory) factory).createQueueConnection(Provider.USER, Provider.PASSWORD);
        opened(connection).start();
        return connection;
    }

    TopicConnection topicConnection() throws JMSException {
        ConnectionFactory factory = Provider.topicFactory();
        assumeTrue(factory instanceof TopicConnectionFactory, "conformance.topicFactory names no TopicConnectionFactory");
        TopicConnection connection = ((TopicConnectionFactory) factory).createTopicConnection(Provider.USER, Provider.PASSWORD);
        opened(connection).start();
        return connection;
    }

    /** A session of a started connection of its own. */
    Session session(int mode) throws JMSException {
        return started().createSession(mode);
    }

    Session session() throws JMSException {
        return session(Session.AUTO_ACKNOWLEDGE);
    }

    JMSContext context(int mode) {
        JMSContext context = Provider.FACTORY.createContext(Provider.USER, Provider.PASSWORD, mode);
        open.push(context);
        return context;
    }

    JMSContext context() {
        return context(JMSContext.AUTO_ACKNOWLEDGE);
    }

    static String name() {
        return "conformance" + UUID.randomUUID().toString().replace("-", "");
    }

    static Queue queue(Session session) throws JMSException {
        return session.createQueue(name());
    }

    static Topic topic(Session session) throws JMSException {
        return session.createTopic(name());
    }

    static void send(Session session, Destination destination, String text) throws JMSException {
        try (MessageProducer producer = session.createProducer(destination)) {
            producer.send(session.createTextMessage(text));
        }
    }

    /** What is received of a message that is sent to a queue of its own. */
    static Message passed(Session session, Message message) throws JMSException {
        Queue queue = queue(session);
        try (MessageProducer producer = session.createProducer(queue); MessageConsumer consumer = session.createConsumer(queue)) {
            producer.send(message);
            return receive(consumer);
        }
    }

    static Message receive(MessageConsumer consumer) throws JMSException {
        Message message = consumer.receive(WAIT_MS);
        assertNotNull(message, "no message came");
        return message;
    }

    static String text(MessageConsumer consumer) throws JMSException {
        return ((TextMessage) receive(consumer)).getText();
    }

    static void nothing(MessageConsumer consumer) throws JMSException {
        assertNull(consumer.receive(NOTHING_MS));
    }

    /** A receive without end on a thread of its own, which waits by the time that this returns. */
    static CompletableFuture<Message> receiving(MessageConsumer consumer) {
        CompletableFuture<Message> received = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                received.complete(consumer.receive());
            } catch (JMSException | RuntimeException e) {
                received.completeExceptionally(e);
            }
        }, "conformance-receive");
        thread.setDaemon(true);
        thread.start();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        while (!waitsInReceive(thread)) {
            assertTrue(System.nanoTime() < end && !received.isDone(), "receive does not wait");
            Thread.yield();
        }
        return received;
    }

    private static boolean waitsInReceive(Thread thread) {
        boolean waits = thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
        return waits && Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("receive"));
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(WAIT_MS, TimeUnit.MILLISECONDS), "waited in vain");
    }

    /** For where no checked exception can be thrown: in listeners and on other threads. */
    static void unchecked(Call call) {
        try {
            call.run();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}

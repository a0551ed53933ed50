package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 11.2: connection consumers, each form of them, over a pool of sessions such as an application server has. */
class Chapter11ConnectionConsumersIT extends Rules {
    private final BlockingQueue<String> got = new LinkedBlockingQueue<>();
    private final List<SessionPool> pools = new ArrayList<>();

    /** They are optional (11.1). */
    @BeforeEach
    void assumeThatThereAreAny() throws JMSException {
        Connection connection = connection();
        try {
            assumeTrue(connection.createConnectionConsumer(queue(session()), null, () -> null, 1) != null, "no connection consumers");
        } catch (JMSException | UnsupportedOperationException e) {
            assumeTrue(Provider.isOurs(), "no connection consumers: " + e);
            throw e;
        }
    }

    @AfterEach
    void endThreads() throws Exception {
        closeAll();
        for (SessionPool pool : pools) {
            pool.end();
        }
    }

    @Test
    @Section("11.2.5")
    void a_connection_consumer_of_a_queue_gives_each_message_once_to_a_session_of_the_pool() throws Exception {
        Connection connection = started();
        Session sender = session();
        Queue queue = queue(sender);
        SessionPool pool = pool(connection, 3, Session.AUTO_ACKNOWLEDGE, this::got);
        ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, pool, 5);
        assertSame(pool, consumer.getServerSessionPool());
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            send(sender, queue, "m" + i);
            expected.add("m" + i);
        }
        Set<String> received = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            assertTrue(received.add(next()));
        }
        assertEquals(expected, received);
        consumer.close();
        connection.close();
        nothing(sender.createConsumer(queue));
    }

    @Test
    @Section("11.2.4")
    void a_connection_consumer_has_a_selector() throws Exception {
        Connection connection = started();
        Session sender = session();
        Queue queue = queue(sender);
        connection.createConnectionConsumer(queue, "number > 1", pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got), 1);
        for (int i = 0; i < 3; i++) {
            Message message = sender.createTextMessage("m" + i);
            message.setIntProperty("number", i);
            sender.createProducer(queue).send(message);
        }
        assertEquals("m2", next());
        assertEquals("m0", text(sender.createConsumer(queue)));
        assertThrows(InvalidSelectorException.class, () -> connection.createConnectionConsumer(queue, "number >", pool(connection, 1, 1, this::got), 1));
    }

    @Test
    @Section("11.2.4")
    void no_more_than_maxMessages_are_loaded_at_one_time_into_a_session() throws Exception {
        Connection connection = connection();
        Session sender = session();
        Queue queue = queue(sender);
        AtomicInteger inRun = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SessionPool pool = pool(connection, 1, Session.AUTO_ACKNOWLEDGE, message -> {
            most.accumulateAndGet(inRun.incrementAndGet(), Math::max);
            got(message);
        });
        pool.afterRun(() -> inRun.set(0));
        for (int i = 0; i < 20; i++) {
            send(sender, queue, "m" + i);
        }
        connection.createConnectionConsumer(queue, null, pool, 3);
        connection.start();
        for (int i = 0; i < 20; i++) {
            assertEquals("m" + i, next());
        }
        assertTrue(most.get() <= 3, () -> "loaded " + most);
    }

    @Test
    @Section("11.2.4")
    void a_connection_consumer_delivers_while_its_connection_is_started() throws Exception {
        Connection connection = connection();
        Session sender = session();
        Queue queue = queue(sender);
        send(sender, queue, "early");
        connection.createConnectionConsumer(queue, null, pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got), 1);
        assertEquals(null, got.poll(NOTHING_MS, TimeUnit.MILLISECONDS));
        connection.start();
        assertEquals("early", next());
        connection.stop();
        send(sender, queue, "late");
        assertEquals(null, got.poll(NOTHING_MS, TimeUnit.MILLISECONDS));
        connection.start();
        assertEquals("late", next());
    }

    @Test
    @Section("11.2.1")
    void a_session_of_the_pool_commits_and_rolls_back_what_it_was_given() throws Exception {
        Connection connection = started();
        Session sender = session();
        Queue queue = queue(sender);
        Queue answers = queue(sender);
        SessionPool pool = pool(connection, 1, Session.SESSION_TRANSACTED, null);
        pool.listener(message -> {
            try {
                Session session = pool.session(0);
                send(session, answers, "answer " + message.getIntProperty("JMSXDeliveryCount"));
                if (message.getJMSRedelivered()) {
                    session.commit();
                } else {
                    session.rollback();
                }
                got(message);
            } catch (JMSException e) {
                got.add(e.toString());
            }
        });
        connection.createConnectionConsumer(queue, null, pool, 1);
        send(sender, queue, "twice");
        assertEquals("twice", next());
        assertEquals("twice", next());
        var consumer = sender.createConsumer(answers);
        assertEquals("answer 2", text(consumer));
        nothing(consumer);
    }

    @Test
    @Section("11.2.4")
    void a_connection_consumer_of_a_topic_is_a_subscription_of_its_own() throws Exception {
        Connection connection = started();
        Session sender = session();
        Topic topic = topic(sender);
        send(sender, topic, "before");
        connection.createConnectionConsumer(topic, null, pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got), 1);
        connection.createConnectionConsumer(topic, null, pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got), 1);
        send(sender, topic, "each");
        assertEquals("each", next());
        assertEquals("each", next());
    }

    @Test
    @Section("11.2.4")
    void a_durable_connection_consumer_gets_what_was_kept() throws Exception {
        Connection connection = started(name());
        Session session = connection.createSession();
        Topic topic = topic(session);
        session.createDurableConsumer(topic, "sub").close();
        send(session, topic, "kept");
        SessionPool pool = pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got);
        ConnectionConsumer consumer = connection.createDurableConnectionConsumer(topic, "sub", null, pool, 1);
        assertEquals("kept", next());
        pool.awaitFree();
        assertThrows(JMSException.class, () -> session.createDurableConsumer(topic, "sub"));
        consumer.close();
        session.unsubscribe("sub");
    }

    @Test
    @Section("11.2.4")
    void shared_connection_consumers_share_a_subscription_with_consumers() throws Exception {
        Connection connection = started();
        Session session = session();
        Topic topic = topic(session);
        String name = name();
        connection.createSharedConnectionConsumer(topic, name, null, pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got), 1);
        connection.createSharedConnectionConsumer(topic, name, null, pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got), 1);
        send(session, topic, "once");
        assertEquals("once", next());
        assertEquals(null, got.poll(NOTHING_MS, TimeUnit.MILLISECONDS));
        assertThrows(JMSException.class, () -> session.createSharedConsumer(topic, name, "p = 1"));
    }

    @Test
    @Section("11.2.4")
    void a_shared_durable_connection_consumer_gets_what_was_kept() throws Exception {
        Connection connection = started();
        Session session = session();
        Topic topic = topic(session);
        String name = name();
        session.createSharedDurableConsumer(topic, name).close();
        send(session, topic, "kept");
        SessionPool pool = pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got);
        ConnectionConsumer consumer = connection.createSharedDurableConnectionConsumer(topic, name, null, pool, 1);
        assertEquals("kept", next());
        pool.awaitFree();
        consumer.close();
        session.unsubscribe(name);
    }

    @Test
    @Section("11.2.4")
    void arguments_of_connection_consumers_are_checked() throws Exception {
        Connection connection = started();
        SessionPool pool = pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got);
        Topic topic = topic(session());
        assertThrows(InvalidDestinationException.class, () -> connection.createConnectionConsumer(null, null, pool, 1));
        assertThrows(InvalidDestinationException.class, () -> connection.createSharedConnectionConsumer(null, name(), null, pool, 1));
        assertThrows(InvalidDestinationException.class, () -> connection.createSharedDurableConnectionConsumer(null, name(), null, pool, 1));
        JMSException noClientId = assertThrows(JMSException.class, () -> connection.createDurableConnectionConsumer(topic, name(), null, pool, 1));
        assertTrue(noClientId instanceof IllegalStateException || !Provider.isOurs(), "its kind is ours to choose");
        connection.close();
        assertThrows(IllegalStateException.class, () -> connection.createConnectionConsumer(topic, null, pool, 1));
    }

    @Test
    @Section("9.2")
    void a_queue_connection_has_connection_consumers_of_queues_only() throws Exception {
        Session session = session();
        Queue queue = queue(session);
        Topic topic = topic(session);
        QueueConnection connection = queueConnection();
        SessionPool pool = pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got);
        connection.createConnectionConsumer(queue, null, pool, 1);
        send(session, queue, "queue");
        assertEquals("queue", next());
        assertThrows(IllegalStateException.class, () -> connection.createDurableConnectionConsumer(topic, "sub", null, pool, 1));
        assertThrows(IllegalStateException.class, () -> connection.createSharedConnectionConsumer(topic, "sub", null, pool, 1));
        assertThrows(IllegalStateException.class, () -> connection.createSharedDurableConnectionConsumer(topic, "sub", null, pool, 1));
    }

    @Test
    @Section("11.2.5")
    void a_topic_connection_has_connection_consumers() throws Exception {
        Session session = session();
        Topic topic = topic(session);
        TopicConnection connection = topicConnection();
        connection.createConnectionConsumer(topic, null, pool(connection, 1, Session.AUTO_ACKNOWLEDGE, this::got), 1);
        send(session, topic, "topic");
        assertEquals("topic", next());
    }

    private SessionPool pool(Connection connection, int size, int mode, MessageListener listener) throws JMSException {
        SessionPool pool = new SessionPool(connection, size, mode, listener);
        pools.add(pool);
        return pool;
    }

    private void got(Message message) {
        try {
            got.add(((TextMessage) message).getText());
        } catch (JMSException e) {
            got.add(e.toString());
        }
    }

    private String next() throws InterruptedException {
        return got.poll(WAIT_MS, TimeUnit.MILLISECONDS);
    }
}

package io.postrider.ra.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.ra.Outside;
import io.postrider.ra.PostriderQueue;
import io.postrider.ra.PostriderTopic;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JMS 12.2: what an application may do with a connection in a server, and what it may not. */
class HandlesIT extends Server {
    private static final CompletionListener ASYNC = new CompletionListener() {
        @Override
        public void onCompletion(Message message) {
            throw new AssertionError();
        }

        @Override
        public void onException(Message message, Exception exception) {
            throw new AssertionError();
        }
    };

    private final Queue queue = outside.queue(Outside.name());

    private static void forbidden(org.junit.jupiter.api.function.Executable call) {
        assertThrows(IllegalStateException.class, call);
    }

    private static void forbiddenInContext(org.junit.jupiter.api.function.Executable call) {
        assertThrows(IllegalStateRuntimeException.class, call);
    }

    @Test
    void a_connection_has_one_session_at_a_time() throws Exception {
        try (Connection connection = connections().createConnection()) {
            Session session = connection.createSession();
            forbidden(connection::createSession);
            forbidden(() -> connection.createSession(false, Session.AUTO_ACKNOWLEDGE));
            session.close();
            session.close();
            forbidden(session::createMessage);
            connection.createSession(Session.DUPS_OK_ACKNOWLEDGE).createMessage();
        }
        try (JMSContext context = connections().createContext()) {
            assertThrows(JMSRuntimeException.class, () -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE));
        }
    }

    @Test
    void a_mode_that_is_none_is_refused() throws Exception {
        try (Connection connection = connections().createConnection()) {
            assertThrows(JMSException.class, () -> connection.createSession(7));
            connection.createSession();
        }
        assertThrows(JMSRuntimeException.class, () -> connections().createContext(-1));
        assertEquals(1, pool.made().size());
    }

    @Test
    void what_would_disturb_the_pool_is_forbidden() throws Exception {
        try (Connection connection = connections().createConnection()) {
            forbidden(() -> connection.setClientID("me"));
            forbidden(connection::stop);
            forbidden(() -> connection.setExceptionListener(e -> { }));
            assertNull(connection.getExceptionListener());
            assertNull(connection.getClientID());
            assertEquals("Postrider", connection.getMetaData().getJMSProviderName());
            Topic topic = outside.context().createTopic("t");
            forbidden(() -> connection.createConnectionConsumer(queue, null, null, 1));
            forbidden(() -> connection.createSharedConnectionConsumer(topic, "s", null, null, 1));
            forbidden(() -> connection.createDurableConnectionConsumer(topic, "s", null, null, 1));
            forbidden(() -> connection.createSharedDurableConnectionConsumer(topic, "s", null, null, 1));
            Session session = connection.createSession();
            forbidden(() -> session.setMessageListener(m -> { }));
            forbidden(session::getMessageListener);
            forbiddenInContext(session::run);
            MessageConsumer consumer = session.createConsumer(queue);
            forbidden(() -> consumer.setMessageListener(m -> { }));
            forbidden(consumer::getMessageListener);
            MessageProducer producer = session.createProducer(queue);
            MessageProducer anonymous = session.createProducer(null);
            Message message = session.createMessage();
            forbidden(() -> producer.send(message, ASYNC));
            forbidden(() -> producer.send(message, 1, 1, 1, ASYNC));
            forbidden(() -> anonymous.send(queue, message, ASYNC));
            forbidden(() -> anonymous.send(queue, message, 1, 1, 1, ASYNC));
        }
    }

    @Test
    void the_same_is_forbidden_of_a_context() throws Exception {
        try (JMSContext context = connections().createContext()) {
            forbiddenInContext(() -> context.setClientID("me"));
            forbiddenInContext(context::stop);
            forbiddenInContext(() -> context.setExceptionListener(e -> { }));
            assertNull(context.getExceptionListener());
            JMSConsumer consumer = context.createConsumer(queue);
            forbiddenInContext(() -> consumer.setMessageListener(m -> { }));
            forbiddenInContext(consumer::getMessageListener);
            forbiddenInContext(() -> context.createProducer().setAsync(ASYNC));
        }
    }

    @Test
    void a_context_does_what_one_does_elsewhere() throws Exception {
        // as Open Liberty calls it for an injected one
        try (JMSContext context = connections().createContext(null, null, JMSContext.AUTO_ACKNOWLEDGE)) {
            JMSProducer producer = context.createProducer().setProperty("n", 3).setJMSType("kind").setDeliveryMode(DeliveryMode.NON_PERSISTENT).setPriority(7);
            producer.send(queue, "text").send(queue, Map.of("k", 1)).send(queue, new byte[] {1}).send(queue, (java.io.Serializable) Integer.valueOf(4));
            assertNull(producer.getAsync());
            try (JMSConsumer consumer = context.createConsumer(queue, "n = 3")) {
                TextMessage text = assertInstanceOf(TextMessage.class, consumer.receive(WAIT_MS));
                assertEquals("text kind 7 3", text.getText() + " " + text.getJMSType() + " " + text.getJMSPriority() + " " + text.getIntProperty("n"));
                assertEquals(1, consumer.receiveBody(Map.class, WAIT_MS).get("k"));
                assertThrows(jakarta.jms.MessageFormatRuntimeException.class, () -> consumer.receiveBody(Map.class, WAIT_MS));
                assertEquals(1, consumer.receiveBody(byte[].class, WAIT_MS).length);
                assertEquals(4, consumer.receiveBody(Integer.class, WAIT_MS));
                assertNull(consumer.receiveNoWait());
                assertEquals("n = 3", consumer.getMessageSelector());
            }
            Topic topic = context.createTopic("prices" + queue.getQueueName());
            JMSConsumer durable = context.createSharedDurableConsumer(topic, "s");
            context.createProducer().send(topic, "up");
            assertEquals("up", durable.receiveBody(String.class, WAIT_MS));
            durable.close();
            context.unsubscribe("s");
            assertEquals("Postrider", context.getMetaData().getJMSProviderName());
        }
    }

    @Test
    void a_context_starts_by_itself_unless_it_is_told_not_to() throws Exception {
        outside.send(queue, "a");
        try (JMSContext context = connections().createContext()) {
            context.setAutoStart(false);
            JMSConsumer consumer = context.createConsumer(queue);
            assertNull(consumer.receive(NOTHING_MS));
            context.start();
            assertEquals("a", consumer.receiveBody(String.class, WAIT_MS));
        }
        // and the next one does not find it started
        try (Connection connection = connections().createConnection()) {
            outside.send(queue, "b");
            assertEquals(1, pool.made().size());
            assertNull(connection.createSession().createConsumer(queue).receive(NOTHING_MS));
        }
    }

    @Test
    void what_was_made_with_a_closed_handle_is_closed_though_the_connection_is_not() throws Exception {
        Connection connection = connections().createConnection();
        connection.start();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        var browser = session.createBrowser(queue);
        connection.close();
        connection.close();
        assertEquals(1, pool.free());
        forbidden(connection::createSession);
        forbidden(connection::start);
        forbidden(session::createMessage);
        forbidden(() -> producer.send(null));
        forbidden(consumer::receiveNoWait);
        forbidden(browser::getEnumeration);
        try (Connection next = connections().createConnection()) {
            next.createSession().createMessage();
        }
        assertEquals(1, pool.made().size());
    }

    @Test
    void temporary_destinations_end_when_the_connection_goes_back() throws Exception {
        Queue temporary;
        try (JMSContext context = connections().createContext()) {
            temporary = context.createTemporaryQueue();
            outside.send(temporary, "reply");
            assertEquals("reply", context.createConsumer(temporary).receiveBody(String.class, WAIT_MS));
            context.createTemporaryTopic().delete();
        }
        assertEquals(1, pool.free());
        assertThrows(JMSRuntimeException.class, () -> outside.send(temporary, "late"));
    }

    @Test
    void administered_objects_are_destinations_like_others() throws Exception {
        PostriderQueue bound = new PostriderQueue();
        bound.setName(queue.getQueueName());
        PostriderTopic topic = new PostriderTopic();
        topic.setName("news" + queue.getQueueName());
        try (JMSContext context = connections().createContext()) {
            JMSConsumer news = context.createConsumer(topic);
            context.createProducer().setJMSReplyTo(topic).send(bound, "a");
            Message message = context.createConsumer(bound).receive(WAIT_MS);
            assertEquals(bound, message.getJMSDestination());
            assertEquals(message.getJMSDestination(), bound);
            context.createProducer().send(message.getJMSReplyTo(), "b");
            assertEquals("b", news.receiveBody(String.class, WAIT_MS));
        }
    }

    @Test
    void there_are_connections_for_queues_only() throws Exception {
        QueueConnectionFactory factory = (QueueConnectionFactory) configured(new PostriderQueueManagedConnectionFactory()).createConnectionFactory(pool);
        QueueConnection connection = factory.createQueueConnection();
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueSender sender = session.createSender(queue);
        sender.setPriority(8);
        sender.send(session.createTextMessage("a"));
        assertEquals(queue, sender.getQueue());
        QueueReceiver receiver = session.createReceiver(queue);
        Message received = receiver.receive(WAIT_MS);
        assertEquals("a 8", received.getBody(String.class) + " " + received.getJMSPriority());
        assertEquals(queue, receiver.getQueue());
        forbidden(() -> session.createTopic("t"));
        forbidden(() -> connection.createConnectionConsumer(queue, null, null, 1));
        forbidden(connection::createSession);
        session.close();
        assertInstanceOf(QueueSession.class, connection.createSession());
        connection.close();
        assertInstanceOf(QueueConnection.class, ((PostriderConnectionFactory) factory).createConnection()).close();
    }

    @Test
    void there_are_connections_for_topics_only() throws Exception {
        TopicConnectionFactory factory = (TopicConnectionFactory) configured(new PostriderTopicManagedConnectionFactory()).createConnectionFactory(pool);
        TopicConnection connection = factory.createTopicConnection(null, null);
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = session.createTopic("only" + queue.getQueueName());
        TopicSubscriber subscriber = session.createSubscriber(topic);
        TopicPublisher publisher = session.createPublisher(topic);
        publisher.publish(session.createTextMessage("a"));
        publisher.publish(session.createTextMessage("b"), DeliveryMode.NON_PERSISTENT, 4, 0);
        assertEquals("a", subscriber.receive(WAIT_MS).getBody(String.class));
        assertEquals("b", subscriber.receive(WAIT_MS).getBody(String.class));
        assertEquals(topic, subscriber.getTopic());
        assertEquals(topic, publisher.getTopic());
        forbidden(() -> session.createQueue("q"));
        connection.close();
    }

    @Test
    void outside_of_a_server_each_connection_is_its_own() throws Exception {
        PostriderConnectionFactory factory = (PostriderConnectionFactory) managed().createConnectionFactory();
        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(queue, "a");
        }
        try (JMSContext context = factory.createContext()) {
            assertEquals("a", context.createConsumer(queue).receiveBody(String.class, WAIT_MS));
        }
        assertThrows(JMSException.class, () -> factory.createConnection("nobody", "x"));
        assertSame(factory.managedConnectionFactory(), factory.managedConnectionFactory());
    }
}

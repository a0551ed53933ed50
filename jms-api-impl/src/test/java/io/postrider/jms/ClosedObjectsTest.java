package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.postrider.jms.message.JmsTextMessage;
import io.postrider.transport.frame.CreateConsumer;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything of a closed object throws an IllegalStateException, but close, which does nothing (specification 6.1.8, 6.2.15). */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClosedObjectsTest {
    private static final Queue QUEUE = new JmsQueue("orders");
    private static final Topic TOPIC = new JmsTopic("news");
    private static final Map<Class<?>, Object> ARGUMENTS = new HashMap<>();

    static {
        ARGUMENTS.put(Destination.class, QUEUE);
        ARGUMENTS.put(Queue.class, QUEUE);
        ARGUMENTS.put(Topic.class, TOPIC);
        ARGUMENTS.put(String.class, "a");
        ARGUMENTS.put(Serializable.class, "a");
        ARGUMENTS.put(int.class, 1);
        ARGUMENTS.put(long.class, 1L);
        ARGUMENTS.put(boolean.class, false);
        ARGUMENTS.put(Class.class, String.class);
        ARGUMENTS.put(MessageListener.class, (MessageListener) message -> { });
        ARGUMENTS.put(ExceptionListener.class, (ExceptionListener) exception -> { });
        ARGUMENTS.put(ServerSessionPool.class, (ServerSessionPool) () -> null);
        ARGUMENTS.put(CompletionListener.class, new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                fail("a call that threw has no callback");
            }

            @Override
            public void onException(Message message, Exception exception) {
                fail("a call that threw has no callback");
            }
        });
    }

    private ScriptedBroker broker;
    private Connection connection;
    private Session session;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        connection = broker.factory("clientId=me").createConnection();
        session = connection.createSession();
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
    }

    /** A producer has one half of the methods of send; the other half is not for it, closed or not. */
    private static <T> void isClosed(Class<T> type, T object) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (Set.of("close", "run").contains(method.getName())) {
                continue;
            }
            Object[] arguments = new Object[method.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                Class<?> wanted = method.getParameterTypes()[i];
                arguments[i] = wanted == Message.class ? new JmsTextMessage("a") : ARGUMENTS.get(wanted);
            }
            try {
                method.invoke(object, arguments);
                wrong.add(method + " did not throw");
            } catch (InvocationTargetException e) {
                Throwable thrown = e.getCause();
                boolean notForThis = thrown instanceof UnsupportedOperationException && object instanceof MessageProducer;
                if (!(thrown instanceof IllegalStateException) && !(thrown instanceof IllegalStateRuntimeException) && !notForThis) {
                    wrong.add(method + " threw " + thrown);
                }
            }
        }
        assertEquals(List.of(), wrong);
        type.getMethod("close").invoke(object);
    }

    @Test
    void what_a_session_makes() throws Exception {
        MessageProducer identified = session.createProducer(QUEUE);
        MessageProducer unidentified = session.createProducer(null);
        MessageConsumer consumer = session.createConsumer(QUEUE);
        TopicSubscriber subscriber = session.createDurableSubscriber(TOPIC, "a");
        QueueBrowser browser = session.createBrowser(QUEUE);
        for (AutoCloseable each : List.<AutoCloseable>of(identified, unidentified, consumer, subscriber, browser)) {
            each.close();
        }
        isClosed(MessageProducer.class, identified);
        isClosed(MessageProducer.class, unidentified);
        isClosed(MessageConsumer.class, consumer);
        isClosed(TopicSubscriber.class, subscriber);
        isClosed(QueueBrowser.class, browser);
    }

    @Test
    void a_session_and_what_it_made() throws Exception {
        MessageProducer producer = session.createProducer(QUEUE);
        MessageConsumer consumer = session.createConsumer(QUEUE);
        QueueBrowser browser = session.createBrowser(QUEUE);
        session.close();
        isClosed(Session.class, session);
        isClosed(MessageProducer.class, producer);
        isClosed(MessageConsumer.class, consumer);
        isClosed(QueueBrowser.class, browser);
    }

    @Test
    void a_connection_and_all_that_it_made() throws Exception {
        MessageProducer producer = session.createProducer(QUEUE);
        MessageConsumer consumer = session.createConsumer(QUEUE);
        QueueBrowser browser = session.createBrowser(QUEUE);
        TemporaryQueue temporary = session.createTemporaryQueue();
        ConnectionConsumer fed = connection.createConnectionConsumer(QUEUE, null, () -> null, 1);
        connection.close();
        isClosed(Connection.class, connection);
        isClosed(ConnectionConsumer.class, fed);
        isClosed(Session.class, session);
        isClosed(MessageProducer.class, producer);
        isClosed(MessageConsumer.class, consumer);
        isClosed(QueueBrowser.class, browser);
        assertThrows(IllegalStateException.class, temporary::delete);
    }

    @Test
    void what_was_there_before_version_1_1() throws Exception {
        QueueConnection queues = broker.factory().createQueueConnection();
        QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueSender sender = queueSession.createSender(QUEUE);
        QueueReceiver receiver = queueSession.createReceiver(QUEUE);
        queues.close();
        isClosed(QueueConnection.class, queues);
        isClosed(QueueSession.class, queueSession);
        isClosed(QueueSender.class, sender);
        isClosed(QueueReceiver.class, receiver);
        TopicConnection topics = broker.factory().createTopicConnection();
        TopicSession topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicPublisher publisher = topicSession.createPublisher(TOPIC);
        TopicSubscriber subscriber = topicSession.createSubscriber(TOPIC);
        topics.close();
        isClosed(TopicConnection.class, topics);
        isClosed(TopicSession.class, topicSession);
        isClosed(TopicPublisher.class, publisher);
        isClosed(TopicSubscriber.class, subscriber);
    }

    @Test
    void a_context_and_what_it_made() throws Exception {
        JMSContext context = broker.factory().createContext();
        JMSProducer producer = context.createProducer();
        JMSConsumer consumer = context.createConsumer(QUEUE);
        JMSConsumer closedAlone = context.createConsumer(QUEUE);
        closedAlone.close();
        isClosed(JMSConsumer.class, closedAlone);
        context.close();
        isClosed(JMSContext.class, context);
        isClosed(JMSConsumer.class, consumer);
        assertThrows(IllegalStateRuntimeException.class, () -> producer.send(QUEUE, "a"));
    }

    @Test
    void messages_of_a_closed_session_cannot_be_acknowledged() throws Exception {
        connection.start();
        MessageConsumer consumer = session.createConsumer(QUEUE);
        broker.deliver(broker.expect(CreateConsumer.class), "a");
        Message message = consumer.receive(10_000);
        session.close();
        assertThrows(IllegalStateException.class, message::acknowledge);
    }

    @Test
    void a_context_that_cannot_be_made_leaves_no_connection_behind() throws Exception {
        assertThrows(JMSRuntimeException.class, () -> broker.factory().createContext(99));
        assertEquals(1, broker.links(), "that of this test");
    }
}

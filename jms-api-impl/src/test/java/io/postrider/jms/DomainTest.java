package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The interfaces for queues only and for topics only (specification 2.8 and 4.3): what they offer, and what they refuse. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DomainTest {
    private ScriptedBroker broker;
    private QueueConnection queues;
    private QueueSession queueSession;
    private TopicConnection topics;
    private TopicSession topicSession;
    private Queue orders;
    private Topic news;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        JmsConnectionFactory factory = broker.factory("requestTimeoutMs=5000&clientId=me");
        queues = factory.createQueueConnection(null, null);
        topics = factory.createTopicConnection(null, null);
        queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        orders = queueSession.createQueue("orders");
        news = topicSession.createTopic("news");
    }

    @AfterEach
    void stop() throws Exception {
        queues.close();
        topics.close();
        broker.close();
    }

    private void assertConsumes(DestinationName destination, SubscriptionKind kind, String name, String selector, boolean noLocal) throws Exception {
        CreateConsumer asked = broker.expect(CreateConsumer.class);
        assertEquals(new CreateConsumer(asked.requestId(), asked.session(), asked.consumer(), destination, kind, name, selector, noLocal), asked);
    }

    @Test
    void receivers_consume_queues() throws Exception {
        QueueReceiver all = queueSession.createReceiver(orders);
        assertConsumes(DestinationName.queue("orders"), SubscriptionKind.QUEUE, null, null, false);
        assertEquals(orders, all.getQueue());
        assertNull(all.getMessageSelector());
        QueueReceiver some = queueSession.createReceiver(orders, "a = 1");
        assertConsumes(DestinationName.queue("orders"), SubscriptionKind.QUEUE, null, "a = 1", false);
        assertEquals("a = 1", some.getMessageSelector());
        some.close();
        assertThrows(IllegalStateException.class, some::getQueue);
        assertThrows(InvalidDestinationException.class, () -> queueSession.createReceiver(null));
    }

    @Test
    void senders_send_to_queues() throws Exception {
        QueueSender bound = queueSession.createSender(orders);
        assertEquals(orders, bound.getQueue());
        Message message = queueSession.createMessage();
        bound.send(message);
        bound.send(message, 1, 3, 1000);
        QueueSender unbound = queueSession.createSender(null);
        assertNull(unbound.getQueue());
        unbound.send(orders, message);
        unbound.send(orders, message, 2, 7, 0);
        for (int priority : List.of(4, 3, 4, 7)) {
            Send sent = broker.expect(Send.class);
            assertEquals(DestinationName.queue("orders"), sent.destination());
            assertEquals(priority, sent.priority());
        }
        assertThrows(InvalidDestinationException.class, () -> unbound.send((Queue) null, message));
        assertThrows(UnsupportedOperationException.class, () -> bound.send(orders, message));
        bound.close();
        assertThrows(IllegalStateException.class, bound::getQueue);
    }

    @Test
    void subscribers_consume_topics() throws Exception {
        TopicSubscriber all = topicSession.createSubscriber(news);
        assertConsumes(DestinationName.topic("news"), SubscriptionKind.NON_DURABLE, null, null, false);
        assertEquals(news, all.getTopic());
        assertFalse(all.getNoLocal());
        TopicSubscriber some = topicSession.createSubscriber(news, "a = 1", true);
        assertConsumes(DestinationName.topic("news"), SubscriptionKind.NON_DURABLE, null, "a = 1", true);
        assertTrue(some.getNoLocal());
        topicSession.createDurableSubscriber(news, "plain");
        assertConsumes(DestinationName.topic("news"), SubscriptionKind.DURABLE, "plain", null, false);
        TopicSubscriber durable = topicSession.createDurableSubscriber(news, "durable", "a = 2", true);
        assertConsumes(DestinationName.topic("news"), SubscriptionKind.DURABLE, "durable", "a = 2", true);
        assertTrue(durable.getNoLocal());
        durable.close();
        assertThrows(IllegalStateException.class, durable::getTopic);
        assertThrows(IllegalStateException.class, durable::getNoLocal);
        topicSession.unsubscribe("durable");
        assertThrows(InvalidDestinationException.class, () -> topicSession.createSubscriber(null));
    }

    @Test
    void publishers_publish_to_topics() throws Exception {
        TopicPublisher bound = topicSession.createPublisher(news);
        assertEquals(news, bound.getTopic());
        Message message = topicSession.createMessage();
        bound.publish(message);
        bound.publish(message, 1, 3, 1000);
        TopicPublisher unbound = topicSession.createPublisher(null);
        assertNull(unbound.getTopic());
        unbound.publish(news, message);
        unbound.publish(news, message, 2, 7, 0);
        for (int priority : List.of(4, 3, 4, 7)) {
            Send sent = broker.expect(Send.class);
            assertEquals(DestinationName.topic("news"), sent.destination());
            assertEquals(priority, sent.priority());
        }
        assertThrows(InvalidDestinationException.class, () -> unbound.publish((Topic) null, message));
        assertThrows(UnsupportedOperationException.class, () -> bound.publish(news, message));
        bound.close();
        assertThrows(IllegalStateException.class, bound::getTopic);
    }

    @Test
    void what_is_for_queues_is_there_for_queue_sessions() throws Exception {
        QueueBrowser all = queueSession.createBrowser(orders);
        assertEquals(orders, all.getQueue());
        assertEquals("a = 1", queueSession.createBrowser(orders, "a = 1").getMessageSelector());
        TemporaryQueue temporary = queueSession.createTemporaryQueue();
        queueSession.createReceiver(temporary).close();
        temporary.delete();
        TemporaryTopic temporaryTopic = topicSession.createTemporaryTopic();
        topicSession.createSubscriber(temporaryTopic).close();
        temporaryTopic.delete();
    }

    @Test
    void a_queue_session_refuses_topics() {
        for (Executable call : List.<Executable>of(
                () -> queueSession.createTopic("news"), () -> queueSession.createTemporaryTopic(),
                () -> queueSession.createDurableSubscriber(news, "sub"), () -> queueSession.createDurableSubscriber(news, "sub", null, false),
                () -> queueSession.createDurableConsumer(news, "sub"), () -> queueSession.createDurableConsumer(news, "sub", null, false),
                () -> queueSession.createSharedConsumer(news, "sub"), () -> queueSession.createSharedConsumer(news, "sub", null),
                () -> queueSession.createSharedDurableConsumer(news, "sub"), () -> queueSession.createSharedDurableConsumer(news, "sub", null),
                () -> queueSession.unsubscribe("sub"))) {
            assertThrows(IllegalStateException.class, call);
        }
    }

    @Test
    void a_topic_session_refuses_queues() {
        for (Executable call : List.<Executable>of(
                () -> topicSession.createQueue("orders"), () -> topicSession.createTemporaryQueue(),
                () -> topicSession.createBrowser(orders), () -> topicSession.createBrowser(orders, null))) {
            assertThrows(IllegalStateException.class, call);
        }
    }

    @Test
    void the_connections_of_either_kind_have_sessions_of_both() throws Exception {
        Session both = queues.createSession(true, Session.SESSION_TRANSACTED);
        both.createConsumer(both.createTopic("news")).close();
        assertThrows(IllegalStateException.class, () -> queues.createDurableConnectionConsumer(news, "sub", null, () -> null, 1));
        assertThrows(IllegalStateException.class, () -> queues.createSharedConnectionConsumer(news, "sub", null, () -> null, 1));
        assertThrows(IllegalStateException.class, () -> queues.createSharedDurableConnectionConsumer(news, "sub", null, () -> null, 1));
        topics.createDurableConnectionConsumer(news, "sub", null, () -> null, 1).close();
        assertSame(Session.SESSION_TRANSACTED, both.getAcknowledgeMode());
    }
}

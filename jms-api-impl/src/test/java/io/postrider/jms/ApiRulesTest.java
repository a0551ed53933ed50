package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.jms.message.JmsBytesMessage;
import io.postrider.jms.message.JmsMapMessage;
import io.postrider.jms.message.JmsMessage;
import io.postrider.jms.message.JmsObjectMessage;
import io.postrider.jms.message.JmsStreamMessage;
import io.postrider.jms.message.JmsTextMessage;
import io.postrider.jms.message.SendFacts;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Send;
import io.postrider.transport.message.BodyKind;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueRequestor;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicRequestor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What the javadoc of the API says of arguments and states, where no other test looks. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ApiRulesTest {
    private ScriptedBroker broker;
    private Connection connection;
    private JMSContext context;
    private Session session;
    private Queue orders;
    private Topic news;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        connection = broker.factory().createConnection();
        session = connection.createSession();
        orders = session.createQueue("orders");
        news = session.createTopic("news");
        context = broker.factory().createContext(); // the broker delivers over the last link
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        connection.close();
        broker.close();
    }

    private static void eachThrows(Class<? extends Throwable> kind, Executable... calls) {
        for (Executable call : calls) {
            assertThrows(kind, call);
        }
    }

    // --- receiving a body (8.6)

    private void deliver(CreateConsumer consumer, JmsMessage message) throws JMSException {
        broker.deliver(consumer.consumer(), 0, 4, message.encode(new SendFacts(9, 9, new JmsQueue("anywhere"), true, 4, 1, 0, 1)).message());
    }

    /** Or null could mean that nothing came, while a message was taken. */
    @Test
    void a_message_without_a_body_has_none_to_be_received() throws Exception {
        JMSConsumer consumer = context.createConsumer(orders);
        CreateConsumer created = broker.expect(CreateConsumer.class);
        for (JmsMessage message : List.of(new JmsTextMessage(), new JmsObjectMessage(), new JmsBytesMessage(), new JmsMapMessage(), new JmsMessage(),
                new JmsStreamMessage())) {
            deliver(created, message);
            eachThrows(MessageFormatRuntimeException.class,
                    () -> consumer.receiveBody(Object.class, 10_000), () -> consumer.receiveBodyNoWait(Object.class));
            assertEquals(message.getClass(), consumer.receive(10_000).getClass(), "it is still there");
        }
        assertNull(consumer.receiveBodyNoWait(Object.class));
    }

    // --- sending

    @Test
    void a_null_body_makes_a_message_without_one() throws Exception {
        JMSProducer producer = context.createProducer();
        producer.send(orders, (String) null).send(orders, (byte[]) null).send(orders, (Map<String, Object>) null).send(orders, (Serializable) null);
        for (BodyKind kind : List.of(BodyKind.TEXT, BodyKind.BYTES, BodyKind.MAP, BodyKind.OBJECT)) {
            Send send = broker.expect(Send.class);
            assertEquals(kind, send.message().kind());
            assertEquals(0, send.message().bodyLength(), kind.name());
        }
    }

    @Test
    void what_cannot_be_sent_leaves_nothing() throws Exception {
        JMSProducer producer = context.createProducer();
        eachThrows(InvalidDestinationRuntimeException.class, () -> producer.send(null, "a"), () -> producer.send(null, context.createMessage()),
                () -> producer.send(new Destination() { }, "a"));
        eachThrows(MessageFormatRuntimeException.class, () -> producer.send(orders, (Message) null),
                () -> producer.send(orders, Map.of("a", new ArrayList<>())), () -> producer.send(orders, new ArrayList<>(List.of(new Object()))));
        assertThrows(IllegalArgumentException.class, () -> producer.send(orders, Map.of("", 1)));
        assertEquals(List.of(), broker.arrived(Send.class));
    }

    @Test
    void a_producer_with_properties_cannot_send_a_received_message_on() throws Exception {
        JMSConsumer consumer = context.createConsumer(orders);
        broker.deliver(broker.expect(CreateConsumer.class), "one");
        Message received = consumer.receive(10_000);
        assertThrows(MessageNotWriteableRuntimeException.class, () -> context.createProducer().setProperty("a", 1).send(orders, received));
        context.createProducer().setJMSType("only a header").send(orders, received);
        assertEquals("only a header", received.getJMSType());
    }

    @Test
    void a_producer_refuses_values_out_of_range_and_keeps_what_it_had() {
        JMSProducer producer = context.createProducer();
        eachThrows(JMSRuntimeException.class, () -> producer.setDeliveryMode(0), () -> producer.setDeliveryMode(3), () -> producer.setPriority(-1),
                () -> producer.setPriority(10), () -> producer.setTimeToLive(-1), () -> producer.setDeliveryDelay(-1));
        assertEquals(Message.DEFAULT_DELIVERY_MODE, producer.getDeliveryMode());
        assertEquals(Message.DEFAULT_PRIORITY, producer.getPriority());
        assertEquals(0, producer.getTimeToLive());
        assertEquals(0, producer.getDeliveryDelay());
    }

    @Test
    void properties_of_a_producer_are_those_of_a_message() {
        JMSProducer producer = context.createProducer();
        eachThrows(IllegalArgumentException.class, () -> producer.setProperty(null, 1), () -> producer.setProperty("", "a"),
                () -> producer.setProperty("", true), () -> producer.setProperty(null, new Object()));
        eachThrows(MessageFormatRuntimeException.class, () -> producer.setProperty("a", new Object()), () -> producer.setProperty("a", (Object) new byte[1]),
                () -> producer.setProperty("a", true).getIntProperty("a"), () -> producer.setProperty("a", 1.5).getFloatProperty("a"));
        eachThrows(NumberFormatException.class, () -> producer.getByteProperty("none"), () -> producer.getShortProperty("none"),
                () -> producer.getIntProperty("none"), () -> producer.getLongProperty("none"));
        eachThrows(NullPointerException.class, () -> producer.getFloatProperty("none"), () -> producer.getDoubleProperty("none"));
        assertFalse(producer.getBooleanProperty("none"));
        assertNull(producer.getStringProperty("none"));
        assertNull(producer.getObjectProperty("none"));
        assertFalse(producer.propertyExists("none"));
        assertThrows(UnsupportedOperationException.class, () -> producer.getPropertyNames().clear());
        assertFalse(producer.clearProperties().propertyExists("a"));
    }

    // --- sessions

    @Test
    void destinations_and_names_must_be_there() {
        eachThrows(InvalidDestinationException.class, () -> session.createConsumer(null), () -> session.createConsumer(null, "a = 1"),
                () -> session.createConsumer(null, null, true), () -> session.createBrowser(null), () -> session.createBrowser(null, "a = 1"),
                () -> session.createSharedConsumer(null, "s"), () -> session.createSharedConsumer(null, "s", null),
                () -> session.createDurableConsumer(null, "s"), () -> session.createDurableConsumer(null, "s", null, false),
                () -> session.createDurableSubscriber(null, "s"), () -> session.createDurableSubscriber(null, "s", null, false),
                () -> session.createSharedDurableConsumer(null, "s"), () -> session.createSharedDurableConsumer(null, "s", null),
                () -> session.unsubscribe(null), () -> session.createProducer(new Destination() { }), () -> session.createConsumer(new Destination() { }));
        eachThrows(JMSException.class, () -> session.createSharedConsumer(news, null), () -> session.createSharedConsumer(news, ""),
                () -> session.createDurableConsumer(news, null), () -> session.createDurableSubscriber(news, ""),
                () -> session.createSharedDurableConsumer(news, null), () -> session.createQueue(null), () -> session.createTopic(null));
    }

    @Test
    void an_unshared_durable_subscription_needs_a_client_id_and_a_shared_one_does_not() throws Exception {
        eachThrows(IllegalStateException.class, () -> session.createDurableConsumer(news, "s"), () -> session.createDurableSubscriber(news, "s"));
        session.createSharedDurableConsumer(news, "s").close();
        assertThrows(IllegalStateRuntimeException.class, () -> context.createDurableConsumer(news, "s"));
        context.createSharedDurableConsumer(news, "s").close();
    }

    @Test
    void a_temporary_topic_has_no_durable_subscription() throws Exception {
        Topic temporary = session.createTemporaryTopic();
        eachThrows(InvalidDestinationException.class, () -> session.createDurableConsumer(temporary, "s"),
                () -> session.createSharedDurableConsumer(temporary, "s"));
        session.createSharedConsumer(temporary, "s").close();
    }

    @Test
    void an_empty_selector_is_none() throws Exception {
        QueueBrowser browser = session.createBrowser(orders, "");
        assertNull(browser.getMessageSelector());
        assertNull(session.createConsumer(orders, "").getMessageSelector());
        assertNull(session.createConsumer(orders, null).getMessageSelector());
        assertEquals("a = 1", session.createConsumer(orders, "a = 1").getMessageSelector());
        assertNull(context.createConsumer(orders, "").getMessageSelector());
        assertEquals(orders, browser.getQueue());
    }

    @Test
    void transactions_are_for_transacted_sessions_alone() throws Exception {
        eachThrows(IllegalStateException.class, session::commit, session::rollback);
        eachThrows(IllegalStateRuntimeException.class, context::commit, context::rollback);
        try (JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            assertThrows(IllegalStateRuntimeException.class, transacted::recover);
            transacted.acknowledge();
            assertEquals(JMSContext.SESSION_TRANSACTED, transacted.getSessionMode());
        }
        assertEquals(Session.SESSION_TRANSACTED, connection.createSession(true, -99).getAcknowledgeMode(), "the mode is ignored");
        eachThrows(JMSException.class, () -> connection.createSession(false, Session.SESSION_TRANSACTED), () -> connection.createSession(99),
                () -> connection.createSession(false, -1));
        assertThrows(JMSRuntimeException.class, () -> context.createContext(99));
    }

    @Test
    void starting_what_is_started_and_stopping_what_is_stopped_is_ignored() throws Exception {
        connection.stop();
        connection.start();
        connection.start();
        connection.stop();
        connection.stop();
        assertNull(session.createConsumer(orders).receiveNoWait());
    }

    @Test
    void requestors_need_a_destination_and_close_their_session() throws Exception {
        QueueConnection queues = broker.factory().createQueueConnection();
        var queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThrows(InvalidDestinationException.class, () -> new QueueRequestor(queueSession, null));
        new QueueRequestor(queueSession, orders).close();
        assertThrows(IllegalStateException.class, queueSession::createMessage);
        queues.close();
        TopicConnection topics = broker.factory().createTopicConnection();
        var topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThrows(InvalidDestinationException.class, () -> new TopicRequestor(topicSession, null));
        new TopicRequestor(topicSession, news).close();
        assertThrows(IllegalStateException.class, topicSession::createMessage);
        topics.close();
    }
}

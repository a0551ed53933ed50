package io.postrider.javax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.broker.Broker;
import io.postrider.broker.BrokerConfig;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.jms.CompletionListener;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.ConnectionMetaData;
import javax.jms.InvalidSelectorException;
import javax.jms.JMSConsumer;
import javax.jms.JMSContext;
import javax.jms.MapMessage;
import javax.jms.Message;
import javax.jms.MessageConsumer;
import javax.jms.Queue;
import javax.jms.QueueConnection;
import javax.jms.QueueConnectionFactory;
import javax.jms.QueueSession;
import javax.jms.Session;
import javax.jms.TextMessage;
import javax.jms.Topic;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program for JMS 2.0, which knows nothing but javax.jms and javax.naming, against a real broker. */
@Timeout(60)
class SmokeIT {
    private static final int WAIT_MS = 20_000;

    @TempDir
    private Path folder;
    private Broker broker;
    private ConnectionFactory factory;
    private Queue queue;
    private Topic topic;

    @BeforeEach
    void start() throws NamingException {
        broker = Broker.start(BrokerConfig.of(Map.of("data", folder.toString(), "port", "0")));
        Properties properties = new Properties();
        properties.setProperty(Context.INITIAL_CONTEXT_FACTORY, "io.postrider.javax.jms.jndi.PostriderInitialContextFactory");
        properties.setProperty("connectionFactory.broker", "postrider://127.0.0.1:" + broker.port() + "?clientId=me");
        properties.setProperty("queue.orders", "orders");
        properties.setProperty("topic.news", "news");
        Context names = new InitialContext(properties);
        factory = (ConnectionFactory) names.lookup("broker");
        queue = (Queue) names.lookup("orders");
        topic = (Topic) names.lookup("news");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void a_message_is_sent_and_received_with_header_properties_and_body() throws Exception {
        try (Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
            MapMessage sent = session.createMapMessage();
            sent.setInt("amount", 7);
            sent.setStringProperty("region", "EU");
            sent.setJMSReplyTo(topic);
            session.createProducer(queue).send(sent);
            MapMessage received = assertInstanceOf(MapMessage.class, session.createConsumer(queue).receive(WAIT_MS));
            assertEquals(7, received.getInt("amount"));
            assertEquals("EU", received.getStringProperty("region"));
            assertEquals(topic, received.getJMSReplyTo());
            assertEquals(sent.getJMSMessageID(), received.getJMSMessageID());
            received.acknowledge();
        }
    }

    @Test
    void a_transaction_that_is_rolled_back_sends_and_takes_nothing() throws Exception {
        try (Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(queue);
            session.createProducer(queue).send(session.createTextMessage("dropped"));
            session.rollback();
            session.createProducer(queue).send(session.createTextMessage("kept"));
            session.commit();
            assertEquals("kept", ((TextMessage) consumer.receive(WAIT_MS)).getText());
            session.rollback();
            Message again = consumer.receive(WAIT_MS);
            assertEquals("kept", ((TextMessage) again).getText());
            assertEquals(true, again.getJMSRedelivered());
            session.commit();
            assertNull(consumer.receiveNoWait());
        }
    }

    @Test
    void a_durable_subscription_collects_while_nobody_receives() throws Exception {
        try (Connection connection = factory.createConnection()) {
            connection.createSession(false, Session.AUTO_ACKNOWLEDGE).createDurableSubscriber(topic, "archive").close();
        }
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            session.createProducer(topic).send(session.createTextMessage("it happened"));
        }
        try (Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createDurableConsumer(topic, "archive");
            assertEquals("it happened", ((TextMessage) consumer.receive(WAIT_MS)).getText());
            consumer.close();
            session.unsubscribe("archive");
        }
    }

    @Test
    void a_selector_chooses_and_a_wrong_one_is_refused() throws Exception {
        try (Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            for (int amount = 1; amount <= 3; amount++) {
                Message message = session.createMessage();
                message.setIntProperty("amount", amount);
                session.createProducer(queue).send(message);
            }
            Message received = session.createConsumer(queue, "amount > 2").receive(WAIT_MS);
            assertEquals(3, received.getIntProperty("amount"));
            assertThrows(InvalidSelectorException.class, () -> session.createConsumer(queue, "amount >"));
        }
    }

    @Test
    void an_asynchronous_send_is_completed() throws Exception {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Message sent = session.createTextMessage("async");
            CompletableFuture<Message> completed = new CompletableFuture<>();
            session.createProducer(queue).send(sent, new CompletionListener() {
                @Override
                public void onCompletion(Message message) {
                    completed.complete(message);
                }

                @Override
                public void onException(Message message, Exception failure) {
                    completed.completeExceptionally(failure);
                }
            });
            assertEquals(sent, completed.get(WAIT_MS, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void the_simplified_api_sends_receives_and_listens() throws Exception {
        try (JMSContext context = factory.createContext()) {
            CompletableFuture<String> heard = new CompletableFuture<>();
            context.createProducer().setProperty("to", "listener").send(queue, "for the listener");
            context.createProducer().setPriority(9).send(queue, (Serializable) "an object");
            JMSConsumer consumer = context.createConsumer(queue, "to IS NULL");
            assertEquals("an object", consumer.receiveBody(Serializable.class, WAIT_MS));
            context.createConsumer(queue, "to = 'listener'").setMessageListener(message -> {
                try {
                    heard.complete(message.getBody(String.class));
                } catch (javax.jms.JMSException e) {
                    heard.completeExceptionally(e);
                }
            });
            assertEquals("for the listener", heard.get(WAIT_MS, TimeUnit.MILLISECONDS));
        }
    }

    @Test
    void the_classic_domains_are_there() throws Exception {
        QueueConnection connection = assertInstanceOf(QueueConnectionFactory.class, factory).createQueueConnection();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        session.createSender(queue).send(session.createTextMessage("classic"));
        connection.start();
        assertNotNull(session.createReceiver(queue).receive(WAIT_MS));
        connection.close();
    }

    @Test
    void it_says_that_it_is_version_2_0_of_the_api() throws Exception {
        try (Connection connection = factory.createConnection()) {
            ConnectionMetaData metaData = connection.getMetaData();
            assertEquals("2.0", metaData.getJMSVersion());
            assertEquals(2, metaData.getJMSMajorVersion());
            assertEquals(0, metaData.getJMSMinorVersion());
            assertEquals("Postrider", metaData.getJMSProviderName());
        }
    }
}

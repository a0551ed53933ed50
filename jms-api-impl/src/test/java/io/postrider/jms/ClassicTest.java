package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Send;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What is simply there in the classic API, and points that other providers get wrong. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClassicTest {
    private ScriptedBroker broker;
    private Connection connection;
    private Session session;
    private Queue orders;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        connection = broker.factory().createConnection();
        connection.start();
        session = connection.createSession();
        orders = session.createQueue("orders");
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
    }

    @Test
    void every_type_of_message_can_be_created() throws Exception {
        assertNull(session.createTextMessage().getText());
        assertNull(session.createObjectMessage().getObject());
        assertEquals(5, session.createObjectMessage(5).getObject());
        session.createStreamMessage().writeInt(1);
        MapMessage map = session.createMapMessage();
        map.setBoolean("boolean", true);
        map.setByte("byte", (byte) 1);
        map.setShort("short", (short) 2);
        map.setChar("char", 'c');
        map.setLong("long", 4);
        map.setFloat("float", 5);
        map.setDouble("double", 6);
        assertEquals(List.of(true, (byte) 1, (short) 2, 'c', 4L, 5f, 6d), List.of(map.getObject("boolean"), map.getObject("byte"),
                map.getObject("short"), map.getObject("char"), map.getObject("long"), map.getObject("float"), map.getObject("double")));
        Message plain = session.createMessage();
        plain.setBooleanProperty("boolean", true);
        plain.setShortProperty("short", (short) 2);
        plain.setFloatProperty("float", 5);
        plain.setDoubleProperty("double", 6);
        assertEquals(List.of(true, (short) 2, 5f, 6d), List.of(plain.getObjectProperty("boolean"), plain.getObjectProperty("short"),
                plain.getObjectProperty("float"), plain.getObjectProperty("double")));
        assertThrows(MessageFormatException.class, () -> plain.setObjectProperty("char", 'c'));
    }

    @Test
    void what_is_set_on_a_producer_is_what_it_says_until_it_is_closed() throws Exception {
        MessageProducer producer = session.createProducer(orders);
        assertEquals(orders, producer.getDestination());
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.setPriority(7);
        producer.setTimeToLive(5);
        producer.setDeliveryDelay(6);
        assertEquals(List.of(true, true, DeliveryMode.NON_PERSISTENT, 7, 5L, 6L), List.of(producer.getDisableMessageID(),
                producer.getDisableMessageTimestamp(), producer.getDeliveryMode(), producer.getPriority(), producer.getTimeToLive(), producer.getDeliveryDelay()));
        producer.close();
        for (Executable call : List.<Executable>of(producer::getDestination, producer::getDisableMessageID, producer::getDisableMessageTimestamp,
                producer::getDeliveryMode, producer::getPriority, producer::getTimeToLive, producer::getDeliveryDelay,
                () -> producer.setPriority(1), () -> producer.send(session.createMessage()))) {
            assertThrows(IllegalStateException.class, call);
        }
    }

    @Test
    void an_unbound_producer_names_a_destination_with_each_send() throws Exception {
        BlockingQueue<Message> completed = new LinkedBlockingQueue<>();
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                completed.add(message);
            }

            @Override
            public void onException(Message message, Exception exception) {
                throw new AssertionError(exception);
            }
        };
        MessageProducer producer = session.createProducer(null);
        assertNull(producer.getDestination());
        Message message = session.createMessage();
        producer.send(orders, message, DeliveryMode.PERSISTENT, 3, 1_000);
        producer.send(orders, session.createMessage(), listener);
        producer.send(orders, session.createMessage(), DeliveryMode.PERSISTENT, 5, 0, listener);
        for (int priority : List.of(3, 4, 5)) {
            assertEquals(priority, broker.expect(Send.class).priority());
        }
        completed.poll(10, TimeUnit.SECONDS);
        assertTrue(completed.poll(10, TimeUnit.SECONDS) != null);
        assertThrows(UnsupportedOperationException.class, () -> producer.send(message));
        assertThrows(InvalidDestinationException.class, () -> producer.send(null, message));
        assertThrows(MessageFormatException.class, () -> producer.send(orders, (Message) null));
        assertThrows(IllegalArgumentException.class, () -> producer.send(orders, message, null));
    }

    @Test
    void listeners_can_be_asked_for() throws Exception {
        ExceptionListener exceptions = exception -> { };
        connection.setExceptionListener(exceptions);
        assertSame(exceptions, connection.getExceptionListener());
        MessageConsumer consumer = session.createConsumer(orders, "a = 1");
        assertEquals("a = 1", consumer.getMessageSelector());
        MessageListener listener = message -> { };
        consumer.setMessageListener(listener);
        assertSame(listener, consumer.getMessageListener());
    }

    @Test
    void only_supported_JMSX_properties_are_listed() throws Exception {
        assertEquals(List.of("JMSXDeliveryCount", "JMSXGroupID", "JMSXGroupSeq"),
                Collections.list((java.util.Enumeration<?>) connection.getMetaData().getJMSXPropertyNames()).stream().sorted().toList());
    }

    @Test
    void a_message_of_a_closed_session_cannot_be_acknowledged() throws Exception {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(orders);
        broker.deliver(broker.expect(CreateConsumer.class), "one");
        Message one = consumer.receive(10_000);
        consumer.close();
        client.close();
        assertThrows(IllegalStateException.class, one::acknowledge);
    }

    @Test
    void destinations_have_any_name_and_a_queue_and_a_topic_of_one_name_are_two() throws Exception {
        for (String name : List.of("\u00fcml\u00e4ut", "\u6ce8\u6587", "a b", "a/b?c=d&e", "*", "\ud83d\ude80", "x".repeat(1024))) {
            Queue queue = session.createQueue(name);
            Topic topic = session.createTopic(name);
            assertEquals(name, queue.getQueueName());
            assertEquals(name, topic.getTopicName());
            assertTrue(topic.toString().contains(name), topic.toString());
            assertTrue(!queue.equals(topic) && queue.equals(session.createQueue(name)));
        }
        for (String name : new String[] {null, "", "x".repeat(1025), "a\nb", "\ud83d"}) {
            assertThrows(InvalidDestinationException.class, () -> session.createQueue(name));
            assertThrows(InvalidDestinationException.class, () -> session.createTopic(name));
        }
    }

    @Test
    void destinations_of_other_providers_are_refused_everywhere() {
        Destination other = new Destination() { };
        Topic topic = new Topic() {
            @Override
            public String getTopicName() {
                return "news";
            }
        };
        for (Executable call : List.<Executable>of(() -> session.createProducer(other), () -> session.createConsumer(other),
                () -> session.createSharedConsumer(topic, "sub"), () -> session.createDurableConsumer(topic, "sub"),
                () -> session.createBrowser(() -> "orders"), () -> session.createProducer(null).send(other, session.createMessage()))) {
            assertThrows(InvalidDestinationException.class, call);
        }
    }
}

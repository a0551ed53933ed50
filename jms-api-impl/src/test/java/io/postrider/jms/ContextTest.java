package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.frame.Unsubscribe;
import io.postrider.transport.message.DestinationName;
import jakarta.jms.CompletionListener;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The simplified API (specification 2.8.4, 7.1, 8.1): contexts, their producers and consumers, and the runtime twins of what they throw. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ContextTest {
    private ScriptedBroker broker;
    private JMSContext context;
    private Queue orders;
    private Topic news;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        context = broker.factory("requestTimeoutMs=5000&clientId=me").createContext(null, null, JMSContext.CLIENT_ACKNOWLEDGE);
        orders = context.createQueue("orders");
        news = context.createTopic("news");
    }

    @AfterEach
    void stop() {
        context.close();
        broker.close();
    }

    // --- contexts

    @Test
    void every_type_of_message_can_be_created() throws Exception {
        assertNull(context.createTextMessage().getText());
        assertEquals("text", context.createTextMessage("text").getText());
        assertNull(context.createObjectMessage().getObject());
        assertEquals(5, context.createObjectMessage(5).getObject());
        for (Message message : List.of(context.createMessage(), context.createBytesMessage(), context.createMapMessage(), context.createStreamMessage())) {
            context.createProducer().send(orders, message);
        }
    }

    @Test
    void every_consumer_asks_for_what_it_is() throws Exception {
        Map<Executable, CreateConsumer> forms = new java.util.LinkedHashMap<>();
        DestinationName queue = DestinationName.queue("orders");
        DestinationName topic = DestinationName.topic("news");
        forms.put(() -> context.createConsumer(orders), form(queue, SubscriptionKind.QUEUE, null, null, false));
        forms.put(() -> context.createConsumer(orders, "a = 1"), form(queue, SubscriptionKind.QUEUE, null, "a = 1", false));
        forms.put(() -> context.createConsumer(orders, "", true), form(queue, SubscriptionKind.QUEUE, null, null, false));
        forms.put(() -> context.createConsumer(news, "a = 1", true), form(topic, SubscriptionKind.NON_DURABLE, null, "a = 1", true));
        forms.put(() -> context.createDurableConsumer(news, "s"), form(topic, SubscriptionKind.DURABLE, "s", null, false));
        forms.put(() -> context.createDurableConsumer(news, "s", "a = 1", true), form(topic, SubscriptionKind.DURABLE, "s", "a = 1", true));
        forms.put(() -> context.createSharedConsumer(news, "s"), form(topic, SubscriptionKind.SHARED, "s", null, false));
        forms.put(() -> context.createSharedConsumer(news, "s", "a = 1"), form(topic, SubscriptionKind.SHARED, "s", "a = 1", false));
        forms.put(() -> context.createSharedDurableConsumer(news, "s"), form(topic, SubscriptionKind.SHARED_DURABLE, "s", null, false));
        forms.put(() -> context.createSharedDurableConsumer(news, "s", "a = 1"), form(topic, SubscriptionKind.SHARED_DURABLE, "s", "a = 1", false));
        for (Map.Entry<Executable, CreateConsumer> each : forms.entrySet()) {
            try {
                each.getKey().execute();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            CreateConsumer asked = broker.expect(CreateConsumer.class);
            CreateConsumer form = each.getValue();
            assertEquals(new CreateConsumer(asked.requestId(), asked.session(), asked.consumer(), form.destination(), form.kind(),
                    form.subscriptionName(), form.selector(), form.noLocal()), asked);
        }
        context.unsubscribe("s");
        assertEquals("s", broker.expect(Unsubscribe.class).subscriptionName());
    }

    private static CreateConsumer form(DestinationName destination, SubscriptionKind kind, String name, String selector, boolean noLocal) {
        return new CreateConsumer(0, 0, 0, destination, kind, name, selector, noLocal);
    }

    @Test
    void browsers_and_temporary_destinations_are_those_of_the_session() throws Exception {
        QueueBrowser all = context.createBrowser(orders);
        assertNull(all.getMessageSelector());
        assertNull(broker.expect(Browse.class).selector());
        context.createBrowser(orders, "a = 1").close();
        assertEquals("a = 1", broker.expect(Browse.class).selector());
        context.createConsumer(context.createTemporaryTopic()).close();
        context.createTemporaryQueue().delete();
    }

    @Test
    void it_speaks_for_its_connection() throws Exception {
        assertEquals("me", context.getClientID());
        assertThrows(IllegalStateRuntimeException.class, () -> context.setClientID("other"));
        assertEquals("Postrider", context.getMetaData().getJMSProviderName());
        ExceptionListener listener = exception -> { };
        context.setExceptionListener(listener);
        assertSame(listener, context.getExceptionListener());
        assertEquals(JMSContext.CLIENT_ACKNOWLEDGE, context.getSessionMode());
        assertFalse(context.getTransacted());
        assertTrue(context.getAutoStart());
    }

    @Test
    void nothing_arrives_before_start_or_after_stop() throws Exception {
        context.setAutoStart(false);
        assertFalse(context.getAutoStart());
        JMSConsumer consumer = context.createConsumer(orders);
        CreateConsumer created = broker.expect(CreateConsumer.class);
        assertNull(consumer.receiveNoWait());
        context.start();
        broker.deliver(created, "one");
        assertEquals("one", consumer.receive().getBody(String.class));
        context.stop();
        assertNull(consumer.receiveNoWait());
    }

    @Test
    void recover_and_acknowledge_are_those_of_the_session() throws Exception {
        JMSConsumer consumer = context.createConsumer(orders);
        long position = broker.deliver(broker.expect(CreateConsumer.class), "one");
        consumer.receive();
        context.recover();
        assertEquals(position, broker.expect(Recover.class).handedOver().get(0).position());
        context.acknowledge();
        assertTrue(broker.arrived(Acknowledge.class).isEmpty(), "there is nothing that was not recovered");
        assertThrows(IllegalStateRuntimeException.class, context::commit);
        assertThrows(IllegalStateRuntimeException.class, context::rollback);
    }

    @Test
    void commit_and_rollback_are_those_of_the_session() throws Exception {
        JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED);
        assertTrue(transacted.getTransacted());
        transacted.createProducer().send(orders, "in");
        transacted.commit();
        assertEquals(1, broker.expect(CommitTx.class).transaction());
        transacted.createProducer().send(orders, "out");
        transacted.rollback();
        assertEquals(2, broker.expect(RollbackTx.class).transaction());
        assertThrows(IllegalStateRuntimeException.class, transacted::recover);
        transacted.close();
        assertThrows(JMSRuntimeException.class, () -> context.createContext(17));
        context.createProducer().send(orders, "the connection is open as long as one context is");
    }

    @Test
    void a_closed_context_refuses_everything_but_close() throws Exception {
        JMSProducer producer = context.createProducer();
        JMSConsumer consumer = context.createConsumer(orders);
        context.close();
        context.close();
        consumer.close();
        for (Executable call : List.<Executable>of(
                () -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE), context::createProducer, context::getClientID, () -> context.setClientID("x"),
                context::getMetaData, context::getExceptionListener, () -> context.setExceptionListener(null), context::start, context::stop,
                () -> context.setAutoStart(true), context::getAutoStart, context::createBytesMessage, context::createMapMessage, context::createMessage,
                context::createObjectMessage, () -> context.createObjectMessage(1), context::createStreamMessage, context::createTextMessage,
                () -> context.createTextMessage("x"), context::getTransacted, context::getSessionMode, context::commit, context::rollback,
                context::recover, context::acknowledge, () -> context.createConsumer(orders), () -> context.createQueue("x"),
                () -> context.createTopic("x"), () -> context.createDurableConsumer(news, "s"), () -> context.createSharedConsumer(news, "s"),
                () -> context.createSharedDurableConsumer(news, "s"), () -> context.createBrowser(orders), context::createTemporaryQueue,
                context::createTemporaryTopic, () -> context.unsubscribe("s"), () -> producer.send(orders, "x"), consumer::receive,
                consumer::receiveNoWait, () -> consumer.receive(1), consumer::getMessageListener, consumer::getMessageSelector,
                () -> consumer.setMessageListener(null), () -> consumer.receiveBody(String.class))) {
            IllegalStateRuntimeException thrown = assertThrows(IllegalStateRuntimeException.class, call);
            assertEquals("CLOSED", thrown.getErrorCode());
        }
    }

    // --- the runtime twins

    @Test
    void a_twin_keeps_message_code_and_cause() {
        broker.on(FrameType.CREATE_CONSUMER, (from, frame) -> from.send(
                new Failure(((CreateConsumer) frame).requestId(), ErrorCode.SELECTOR_INVALID, "at 3: no such operator")));
        InvalidSelectorRuntimeException thrown = assertThrows(InvalidSelectorRuntimeException.class, () -> context.createConsumer(orders, "a ~ 1"));
        assertEquals("SELECTOR_INVALID", thrown.getErrorCode());
        assertTrue(thrown.getMessage().contains("at 3: no such operator"), thrown.getMessage());
        assertTrue(thrown.getCause() instanceof InvalidSelectorException);
        assertThrows(InvalidDestinationRuntimeException.class, () -> context.createConsumer(null));
        assertThrows(InvalidDestinationRuntimeException.class, () -> context.createProducer().send(null, "x"));
        assertThrows(InvalidDestinationRuntimeException.class, () -> context.createQueue(null));
        assertThrows(MessageFormatRuntimeException.class, () -> context.createProducer().send(orders, (Message) null));
        assertThrows(MessageFormatRuntimeException.class, () -> context.createProducer().send(orders, Map.of("a", List.of())));
        assertThrows(MessageFormatRuntimeException.class, () -> context.createProducer().setProperty("a", List.of()));
        assertThrows(IllegalArgumentException.class, () -> context.createProducer().setProperty("", 1));
    }

    // --- consumers

    @Test
    void a_consumer_receives_bodies_and_messages_and_listens() throws Exception {
        JMSConsumer consumer = context.createConsumer(orders, "a = 1");
        assertEquals("a = 1", consumer.getMessageSelector());
        assertNull(consumer.getMessageListener());
        CreateConsumer created = broker.expect(CreateConsumer.class);
        for (int i = 0; i < 4; i++) {
            broker.deliver(created, "m" + i);
        }
        assertEquals("m0", consumer.receiveBody(String.class));
        assertEquals("m1", consumer.receiveBody(String.class, 5_000));
        assertEquals("m2", consumer.receiveBodyNoWait(String.class));
        assertEquals("m3", consumer.receive(5_000).getBody(String.class));
        BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
        MessageListener listener = heard::add;
        consumer.setMessageListener(listener);
        assertSame(listener, consumer.getMessageListener());
        broker.deliver(created, "m4");
        assertEquals("m4", heard.poll(10, TimeUnit.SECONDS).getBody(String.class));
        assertThrows(IllegalStateRuntimeException.class, consumer::receive);
        consumer.close();
        consumer.close();
        assertThrows(IllegalStateRuntimeException.class, consumer::getMessageListener);
    }

    // --- producers

    @Test
    void what_is_set_on_a_producer_is_what_it_says() {
        JMSProducer producer = context.createProducer();
        assertEquals(List.of(false, false, 2, 4, 0L, 0L), List.of(producer.getDisableMessageID(), producer.getDisableMessageTimestamp(),
                producer.getDeliveryMode(), producer.getPriority(), producer.getTimeToLive(), producer.getDeliveryDelay()));
        assertNull(producer.getAsync());
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
            }

            @Override
            public void onException(Message message, Exception exception) {
            }
        };
        producer.setDisableMessageID(true).setDisableMessageTimestamp(true).setDeliveryMode(1).setPriority(7).setTimeToLive(5).setDeliveryDelay(6)
                .setAsync(listener);
        assertEquals(List.of(true, true, 1, 7, 5L, 6L), List.of(producer.getDisableMessageID(), producer.getDisableMessageTimestamp(),
                producer.getDeliveryMode(), producer.getPriority(), producer.getTimeToLive(), producer.getDeliveryDelay()));
        assertSame(listener, producer.getAsync());
        assertNull(producer.setAsync(null).getAsync());
        for (Executable call : List.<Executable>of(() -> producer.setDeliveryMode(3), () -> producer.setPriority(10), () -> producer.setTimeToLive(-1),
                () -> producer.setDeliveryDelay(-1))) {
            assertThrows(JMSRuntimeException.class, call);
        }
    }

    @Test
    void the_names_of_properties_are_a_view_that_shows_later_changes() {
        JMSProducer producer = context.createProducer();
        Set<String> names = producer.getPropertyNames();
        producer.setProperty("a", 1).setProperty("b", 2);
        assertEquals(Set.of("a", "b"), names);
        producer.clearProperties();
        assertEquals(Set.of(), names);
    }

    @Test
    void properties_have_the_conversions_of_messages() {
        JMSProducer producer = context.createProducer();
        producer.setProperty("boolean", true).setProperty("byte", (byte) 1).setProperty("short", (short) 2).setProperty("int", 3)
                .setProperty("long", 4L).setProperty("float", 5f).setProperty("double", 6d).setProperty("string", "7")
                .setProperty("object", (Object) 8);
        assertEquals(Set.of("boolean", "byte", "short", "int", "long", "float", "double", "string", "object"), producer.getPropertyNames());
        assertThrows(UnsupportedOperationException.class, () -> producer.getPropertyNames().clear());
        assertTrue(producer.getBooleanProperty("boolean"));
        assertEquals((byte) 1, producer.getByteProperty("byte"));
        assertEquals((short) 2, producer.getShortProperty("short"));
        assertEquals(3, producer.getIntProperty("int"));
        assertEquals(4L, producer.getLongProperty("int") + 1);
        assertEquals(5f, producer.getFloatProperty("float"));
        assertEquals(6d, producer.getDoubleProperty("double"));
        assertEquals(7, producer.getIntProperty("string"));
        assertEquals("4", producer.getStringProperty("long"));
        assertEquals(8, producer.getObjectProperty("object"));
        assertThrows(MessageFormatRuntimeException.class, () -> producer.getIntProperty("long"));
        assertTrue(producer.propertyExists("int"));
        producer.clearProperties();
        assertFalse(producer.propertyExists("int"));
    }

    @Test
    void headers_and_properties_go_with_every_message() throws Exception {
        JMSProducer producer = context.createProducer();
        assertNull(producer.getJMSCorrelationIDAsBytes());
        producer.setJMSCorrelationIDAsBytes(new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, producer.getJMSCorrelationIDAsBytes());
        producer.setJMSCorrelationID("mine").setJMSType("kind").setJMSReplyTo(news).setProperty("a", 1);
        assertEquals(List.of("mine", "kind", news), List.of(producer.getJMSCorrelationID(), producer.getJMSType(), producer.getJMSReplyTo()));
        Message own = context.createMessage();
        own.setIntProperty("a", 2);
        own.setIntProperty("b", 2);
        own.setJMSType("its own");
        producer.send(orders, own).send(orders, "text").send(orders, Map.of("x", 1)).send(orders, new byte[] {1}).send(orders, Integer.valueOf(5));
        producer.send(orders, (String) null).send(orders, (Map<String, Object>) null).send(orders, (byte[]) null).send(orders, (java.io.Serializable) null);
        for (int i = 0; i < 9; i++) {
            Send sent = broker.expect(Send.class);
            assertEquals("mine", sent.message().header().correlationId());
            assertEquals("kind", sent.message().header().type());
            assertEquals(DestinationName.topic("news"), sent.message().header().replyTo());
            assertEquals(1, sent.message().properties().values().get("a"));
        }
        assertEquals(1, own.getIntProperty("a"), "what the producer sets is set on the message");
        assertEquals("kind", own.getJMSType());
        assertNotNull(own.getJMSMessageID());
    }
}

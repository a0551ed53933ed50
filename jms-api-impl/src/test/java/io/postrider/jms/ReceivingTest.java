package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.CreateTemporary;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.DeleteTemporary;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.Drained;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.Recall;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Returned;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.frame.Unsubscribe;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How messages arrive on the thread that asks for them, and how they are acknowledged. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReceivingTest {
    private static final String QUICK = "requestTimeoutMs=5000";

    private ScriptedBroker broker;
    private Connection connection;
    private Session session;
    private Queue orders;
    private MessageConsumer consumer;
    private CreateConsumer created;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        open(QUICK, Session.AUTO_ACKNOWLEDGE);
    }

    private void open(String parameters, int mode) throws Exception {
        if (connection != null) {
            connection.close();
            broker.forget();
        }
        connection = broker.factory(parameters).createConnection();
        connection.start();
        session = connection.createSession(mode);
        orders = session.createQueue("orders");
        consumer = session.createConsumer(orders);
        created = broker.expect(CreateConsumer.class);
    }

    /** The same for a topic. */
    private void listenToNews() throws Exception {
        consumer = session.createConsumer(session.createTopic("news"));
        created = broker.expect(CreateConsumer.class);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
    }

    private String receive() throws JMSException {
        return text(consumer.receive(10_000));
    }

    private static String text(Message message) throws JMSException {
        return message == null ? null : ((TextMessage) message).getText();
    }

    private List<MessageRef> refs(long... positions) {
        return java.util.Arrays.stream(positions).mapToObj(position -> new MessageRef(broker.lastSubscription(), 4, position)).toList();
    }

    @Test
    void a_consumer_asks_for_as_much_as_its_buffer_takes() throws Exception {
        assertEquals(SubscriptionKind.QUEUE, created.kind());
        assertEquals(DestinationName.queue("orders"), created.destination());
        assertNull(created.selector());
        Credit credit = broker.expect(Credit.class);
        assertEquals(1000, credit.messages());
        assertEquals(1024 * 1024, credit.bytes());
    }

    @Test
    void auto_acknowledges_when_receive_returns() throws Exception {
        long first = broker.deliver(created, "one");
        long second = broker.deliver(created, "two");
        assertEquals("one", receive());
        Acknowledge one = broker.expect(Acknowledge.class);
        assertEquals(1, one.number());
        assertEquals(0, one.transaction());
        assertEquals(refs(first), one.messages());
        assertEquals(List.of(), broker.arrived(Acknowledge.class));
        assertEquals("two", receive());
        Acknowledge two = broker.expect(Acknowledge.class);
        assertEquals(2, two.number());
        assertEquals(refs(second), two.messages());
    }

    @Test
    void a_received_message_has_what_the_delivery_says() throws Exception {
        broker.deliver(created.consumer(), 0, 6, ScriptedBroker.text("one"), 5, 3);
        Message message = consumer.receive(10_000);
        assertEquals(6, message.getJMSPriority());
        assertTrue(message.getJMSRedelivered());
        assertEquals(3, message.getIntProperty("JMSXDeliveryCount"));
        assertEquals(orders, message.getJMSDestination());
        assertEquals("ID:9-9", message.getJMSMessageID());
    }

    @Test
    void credit_goes_back_when_messages_are_taken_a_quarter_at_a_time() throws Exception {
        open(QUICK + "&prefetchMessages=8", Session.CLIENT_ACKNOWLEDGE);
        assertEquals(8, broker.expect(Credit.class).messages());
        for (int i = 0; i < 4; i++) {
            broker.deliver(created, "message " + i);
        }
        receive();
        assertEquals(List.of(), broker.arrived(Credit.class));
        receive();
        assertEquals(2, broker.expect(Credit.class).messages());
        receive();
        receive();
        assertEquals(2, broker.expect(Credit.class).messages());
    }

    @Test
    void without_a_buffer_a_message_is_asked_for_when_it_is_wanted() throws Exception {
        open(QUICK + "&prefetchMessages=0", Session.AUTO_ACKNOWLEDGE);
        assertNull(consumer.receive(20));
        Credit one = broker.expect(Credit.class);
        assertEquals(1, one.messages());
        assertEquals(1024 * 1024, one.bytes(), "as much as a buffer takes, or a large message would use up the credit of those behind it");
        broker.deliver(created, "came late, and is the next one");
        assertEquals("came late, and is the next one", receive());
        assertEquals(List.of(), broker.arrived(Credit.class));
        assertNull(consumer.receiveNoWait());
        assertEquals(1, broker.expect(Credit.class).messages());
        broker.expect(Drain.class);
    }

    @Test
    void without_a_buffer_a_message_larger_than_the_byte_credit_leaves_credit_for_the_next() throws Exception {
        open(QUICK + "&prefetchMessages=0&prefetchBytes=10", Session.AUTO_ACKNOWLEDGE);
        assertNull(consumer.receive(20));
        assertEquals(10, broker.expect(Credit.class).bytes());
        broker.deliver(created, "much longer than ten bytes");
        assertEquals("much longer than ten bytes", receive());
        assertNull(consumer.receive(20));
        Credit next = broker.expect(Credit.class);
        assertEquals(1, next.messages());
        assertTrue(next.bytes() > 10 + "much longer than ten bytes".length(), next + " leaves nothing");
    }

    @Test
    void receive_no_wait_asks_the_broker_whether_there_is_a_message() throws Exception {
        assertNull(consumer.receiveNoWait());
        broker.expect(Drain.class);
        broker.on(FrameType.DRAIN, (link, frame) -> {
            broker.deliver(created, "just in time");
            link.send(new Drained(created.consumer(), ((Drain) frame).number()));
        });
        assertEquals("just in time", text(consumer.receiveNoWait()));
        connection.stop();
        broker.deliver(created, "not while stopped");
        assertNull(consumer.receiveNoWait());
    }

    @Test
    void a_drain_is_over_only_when_the_body_of_what_it_brought_is_there() throws Exception {
        byte[] body = new byte[400_000];
        body[399_999] = 7;
        WireMessage head = WireMessage.withBodyApart(new Header(9, 9, 1, 0, 1, null, null, null), Properties.NONE, BodyKind.BYTES, body.length);
        broker.on(FrameType.DRAIN, (link, frame) -> {
            long stream = 3;
            link.send(new io.postrider.transport.frame.Deliver(created.consumer(), 0, 11, 4, true, false, 1, stream, head));
            link.send(new Drained(created.consumer(), ((Drain) frame).number()));
            for (int offset = 0; offset < body.length; offset += 65_536) {
                int end = Math.min(body.length, offset + 65_536);
                link.send(new io.postrider.transport.frame.Chunk(stream, end == body.length, java.util.Arrays.copyOfRange(body, offset, end)));
            }
        });
        assertArrayEquals(body, consumer.receiveNoWait().getBody(byte[].class));
    }

    @Test
    void a_large_body_arrives_in_chunks_between_other_messages() throws Exception {
        byte[] body = new byte[300_000];
        new java.util.Random(5).nextBytes(body);
        WireMessage head = WireMessage.withBodyApart(new Header(9, 9, 1, 0, 1, null, null, null), Properties.NONE, BodyKind.BYTES, body.length);
        broker.deliverApart(created, head, body, 1);
        broker.deliver(created, "behind");
        BytesMessage large = (BytesMessage) consumer.receive(10_000);
        assertArrayEquals(body, large.getBody(byte[].class));
        assertEquals("behind", receive());
    }

    @Test
    void higher_priorities_leave_the_buffer_first() throws Exception {
        listenToNews();
        connection.stop();
        broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("a"));
        broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("b"));
        broker.deliver(created.consumer(), 0, 9, ScriptedBroker.text("urgent"));
        broker.deliver(created.consumer(), 0, 0, ScriptedBroker.text("idle"));
        broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("c"));
        barrier();
        connection.start();
        assertEquals("urgent", receive());
        assertEquals("a", receive());
        assertEquals("b", receive());
        assertEquals("c", receive());
        assertEquals("idle", receive());
    }

    /** When this returns, the client has seen everything that was sent to it before. */
    private void barrier() throws JMSException {
        session.createTemporaryQueue();
    }

    @Test
    void what_expires_in_the_buffer_is_done_with_and_not_handed_over() throws Exception {
        broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("expired", System.currentTimeMillis() - 100_000));
        broker.deliver(created, "fresh");
        assertEquals("fresh", receive());
        assertEquals(refs(1), broker.expect(Acknowledge.class).messages());
        assertEquals(refs(2), broker.expect(Acknowledge.class).messages());
    }

    @Test
    void client_acknowledge_takes_everything_of_the_session_and_waits() throws Exception {
        open(QUICK, Session.CLIENT_ACKNOWLEDGE);
        broker.ignore(FrameType.ACKNOWLEDGE);
        MessageConsumer other = session.createConsumer(session.createQueue("other"));
        CreateConsumer otherCreated = broker.expect(CreateConsumer.class);
        long otherSubscription = broker.lastSubscription();
        broker.deliver(created, "one");
        broker.deliver(otherCreated, "two");
        receive();
        Message last = other.receive(10_000);
        assertEquals(List.of(), broker.arrived(Acknowledge.class));
        CompletableFuture<Void> acknowledging = CompletableFuture.runAsync(() -> {
            try {
                last.acknowledge();
            } catch (JMSException e) {
                throw new CompletionException(e);
            }
        });
        Acknowledge frame = broker.expect(Acknowledge.class);
        assertEquals(List.of(new MessageRef(otherSubscription - 1, 4, 1), new MessageRef(otherSubscription, 4, 2)), frame.messages());
        assertFalse(acknowledging.isDone());
        broker.send(new io.postrider.transport.frame.Confirmed(frame.session(), Series.ACKNOWLEDGE, frame.number()));
        acknowledging.get(10, TimeUnit.SECONDS);
        last.acknowledge();
        assertEquals(List.of(), broker.arrived(Acknowledge.class));
    }

    @Test
    void a_refused_acknowledgement_throws() throws Exception {
        open(QUICK, Session.CLIENT_ACKNOWLEDGE);
        broker.on(FrameType.ACKNOWLEDGE, (link, frame) -> {
            Acknowledge acknowledge = (Acknowledge) frame;
            link.send(new Refused(acknowledge.session(), Series.ACKNOWLEDGE, acknowledge.number(), ErrorCode.ACKNOWLEDGED_ELSEWHERE, "messages [1]"));
        });
        broker.deliver(created, "one");
        Message message = consumer.receive(10_000);
        assertEquals("messages [1]", assertThrows(JMSException.class, message::acknowledge).getMessage());
    }

    @Test
    void dups_ok_acknowledges_several_together() throws Exception {
        open(QUICK, Session.DUPS_OK_ACKNOWLEDGE);
        listenToNews();
        connection.stop();
        for (int i = 0; i < 5; i++) {
            broker.deliver(created, "message " + i);
        }
        barrier();
        connection.start();
        for (int i = 0; i < 5; i++) {
            receive();
        }
        assertEquals(5, broker.expect(Acknowledge.class).messages().size());
    }

    @Test
    void recover_gives_back_what_was_handed_over_and_drops_older_deliveries() throws Exception {
        open(QUICK, Session.CLIENT_ACKNOWLEDGE);
        long first = broker.deliver(created, "one");
        broker.deliver(created, "two, in the buffer");
        receive();
        broker.expect(Credit.class);
        broker.on(FrameType.RECOVER, (link, frame) -> {
            broker.deliver(created, "three, on the way");
            link.send(new io.postrider.transport.frame.Done(((Recover) frame).requestId(), 0));
        });
        session.recover();
        Recover recover = broker.expect(Recover.class);
        assertEquals(1, recover.generation());
        assertEquals(refs(first), recover.handedOver());
        assertEquals(1000, broker.expect(Credit.class).messages(), "the buffer is asked for anew");
        broker.deliver(created.consumer(), 1, 4, ScriptedBroker.text("one again"), first, 2);
        Message again = consumer.receive(10_000);
        assertEquals("one again", text(again));
        assertTrue(again.getJMSRedelivered());
        again.acknowledge();
        assertEquals(refs(first), broker.expect(Acknowledge.class).messages());
    }

    @Test
    void closing_a_consumer_names_what_the_session_can_still_acknowledge() throws Exception {
        open(QUICK, Session.CLIENT_ACKNOWLEDGE);
        long first = broker.deliver(created, "one");
        broker.deliver(created, "two, never seen");
        Message message = consumer.receive(10_000);
        consumer.close();
        assertEquals(refs(first), broker.expect(CloseConsumer.class).kept());
        message.acknowledge();
        assertEquals(refs(first), broker.expect(Acknowledge.class).messages());
        assertThrows(IllegalStateException.class, () -> consumer.receive(1));
        consumer.close();
    }

    @Test
    void closing_a_session_names_what_was_handed_over() throws Exception {
        open(QUICK, Session.CLIENT_ACKNOWLEDGE);
        long first = broker.deliver(created, "one");
        Message message = consumer.receive(10_000);
        session.close();
        assertEquals(refs(first), broker.expect(CloseSession.class).handedOver());
        assertThrows(IllegalStateException.class, message::acknowledge);
        assertThrows(IllegalStateException.class, () -> consumer.receive(1));
        assertThrows(IllegalStateException.class, session::createMessage);
        session.close();
    }

    @Test
    void a_waiting_receive_returns_null_when_its_consumer_closes() throws Exception {
        CompletableFuture<Message> receiving = CompletableFuture.supplyAsync(() -> {
            try {
                return consumer.receive();
            } catch (JMSException e) {
                throw new CompletionException(e);
            }
        });
        consumer.close();
        // it may not have begun to wait, and then says that the consumer is closed
        assertNull(receiving.handle((message, thrown) -> thrown == null || thrown.getCause() instanceof IllegalStateException ? message : this).get(10, TimeUnit.SECONDS));
    }

    @Test
    void what_was_prefetched_is_returned_when_the_broker_wants_it_back() throws Exception {
        long first = broker.deliver(created, "one");
        long second = broker.deliver(created, "two");
        broker.expect(Credit.class);
        broker.send(new Recall(created.consumer()));
        assertEquals(refs(first, second), broker.expect(Returned.class).messages());
        assertEquals(2, broker.expect(Credit.class).messages());
    }

    @Test
    void a_recall_is_answered_when_there_is_nothing_to_return() throws Exception {
        broker.send(new Recall(created.consumer()));
        assertEquals(List.of(), broker.expect(Returned.class).messages());
    }

    @Test
    void a_stopped_consumer_keeps_what_it_has_in_order_until_the_broker_recalls_it() throws Exception {
        Connection stopped = broker.factory().createConnection();
        Session its = stopped.createSession();
        MessageConsumer waiting = its.createConsumer(orders);
        created = broker.expect(CreateConsumer.class);
        broker.expect(Credit.class); // of the other consumer, which is started
        its.createTemporaryQueue();
        assertEquals(List.of(), broker.arrived(Credit.class));
        stopped.start();
        assertEquals(1000, broker.expect(Credit.class).messages());
        long first = broker.deliver(created, "in the buffer");
        its.createTemporaryQueue();
        stopped.stop();
        long second = broker.deliver(created, "on the way");
        stopped.start();
        assertEquals("in the buffer", text(waiting.receive(10_000)));
        stopped.stop();
        broker.send(new Recall(created.consumer()));
        assertEquals(refs(second), broker.expect(Returned.class).messages());
        assertEquals(List.of(), broker.arrived(Credit.class));
        stopped.start();
        assertEquals(2, broker.expect(Credit.class).messages());
        stopped.close();
    }

    @Test
    void a_body_of_the_wrong_type_leaves_the_message_where_it_was() throws Exception {
        try (JMSContext context = broker.factory().createContext()) {
            JMSConsumer simple = context.createConsumer(orders);
            CreateConsumer opened = broker.expect(CreateConsumer.class);
            broker.deliver(opened, "one");
            broker.deliver(opened, "two");
            assertThrows(MessageFormatRuntimeException.class, () -> simple.receiveBody(byte[].class, 10_000));
            assertEquals(List.of(), broker.arrived(Acknowledge.class));
            Message message = simple.receive(10_000);
            assertEquals("one", text(message));
            assertFalse(message.getJMSRedelivered());
            assertEquals(1, message.getIntProperty("JMSXDeliveryCount"));
            assertEquals("two", simple.receiveBody(String.class, 10_000));
            assertEquals(refs(1), broker.expect(Acknowledge.class).messages());
            assertEquals(refs(2), broker.expect(Acknowledge.class).messages());
        }
    }

    @Test
    void a_body_of_the_wrong_type_counts_as_delivered_where_the_application_acknowledges() throws Exception {
        try (JMSContext context = broker.factory().createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            JMSConsumer simple = context.createConsumer(orders);
            broker.deliver(broker.expect(CreateConsumer.class), "one");
            assertThrows(MessageFormatRuntimeException.class, () -> simple.receiveBody(byte[].class, 10_000));
            assertNull(simple.receiveBodyNoWait(String.class));
            context.acknowledge();
            assertEquals(1, broker.expect(Acknowledge.class).messages().size());
        }
    }

    @Test
    void selectors_and_subscriptions_reach_the_broker_as_they_are() throws Exception {
        Topic news = session.createTopic("news");
        session.createConsumer(news, "colour = 'red'", true);
        CreateConsumer plain = broker.expect(CreateConsumer.class);
        assertEquals(SubscriptionKind.NON_DURABLE, plain.kind());
        assertEquals("colour = 'red'", plain.selector());
        assertTrue(plain.noLocal());
        session.createSharedConsumer(news, "shared", "");
        CreateConsumer shared = broker.expect(CreateConsumer.class);
        assertEquals(SubscriptionKind.SHARED, shared.kind());
        assertEquals("shared", shared.subscriptionName());
        assertNull(shared.selector());
        session.createSharedDurableConsumer(news, "both");
        assertEquals(SubscriptionKind.SHARED_DURABLE, broker.expect(CreateConsumer.class).kind());
        assertThrows(IllegalStateException.class, () -> session.createDurableConsumer(news, "durable"));
        session.unsubscribe("both");
        assertEquals("both", broker.expect(Unsubscribe.class).subscriptionName());
        open(QUICK + "&clientId=me", Session.AUTO_ACKNOWLEDGE);
        assertEquals(news, session.createDurableSubscriber(news, "durable", null, true).getTopic());
        CreateConsumer durable = broker.expect(CreateConsumer.class);
        assertEquals(SubscriptionKind.DURABLE, durable.kind());
        assertEquals("durable", durable.subscriptionName());
        assertTrue(durable.noLocal());
    }

    @Test
    void what_the_broker_refuses_has_the_exception_of_the_specification() throws Exception {
        broker.on(FrameType.CREATE_CONSUMER, (link, frame) -> link.send(new Failure(((CreateConsumer) frame).requestId(), ErrorCode.SELECTOR_INVALID, "at 3")));
        assertThrows(InvalidSelectorException.class, () -> session.createConsumer(orders, "a =="));
        assertThrows(InvalidDestinationException.class, () -> session.createConsumer(null));
        assertThrows(InvalidDestinationException.class, () -> session.createDurableSubscriber(null, "name"));
        assertThrows(InvalidDestinationException.class, () -> session.createSharedConsumer(session.createTopic("t"), ""));
        broker.on(FrameType.UNSUBSCRIBE, (link, frame) -> link.send(new Failure(((Unsubscribe) frame).requestId(), ErrorCode.SUBSCRIPTION_UNKNOWN, "none")));
        assertThrows(InvalidDestinationException.class, () -> session.unsubscribe("none"));
    }

    @Test
    void temporary_destinations_are_for_their_connection_to_consume() throws Exception {
        TemporaryQueue mine = session.createTemporaryQueue();
        DestinationName name = broker.expect(CreateTemporary.class).destination();
        assertEquals("temp-5-1", name.name());
        assertEquals("temp-5-1", mine.getQueueName());
        session.createConsumer(mine);
        // the same queue as it comes in a message
        session.createConsumer(JmsDestination.of(name));
        assertThrows(InvalidDestinationException.class,
                () -> session.createConsumer(JmsDestination.of(new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "temp-6-1"))));
        mine.delete();
        assertEquals(name, broker.expect(DeleteTemporary.class).destination());
    }

    @Test
    void a_request_that_is_not_answered_ends_with_its_timeout() throws Exception {
        open("requestTimeoutMs=100", Session.AUTO_ACKNOWLEDGE);
        broker.ignore(FrameType.CREATE_CONSUMER);
        JMSException late = assertThrows(JMSException.class, () -> session.createConsumer(orders));
        assertEquals("TIMED_OUT", late.getErrorCode());
        assertTrue(late.getMessage().contains("queue orders"), late.getMessage());
        assertNotNull(session.createMessage());
    }
}

package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.ConnectionCredit;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.OpenProducer;
import io.postrider.transport.frame.ProducerCredit;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.message.DestinationName;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How messages leave: what waits for what, and what becomes of refusals. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SendingTest {
    private ScriptedBroker broker;
    private Connection connection;
    private Session session;
    private Queue orders;
    private MessageProducer producer;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        open("requestTimeoutMs=5000&sendTimeoutMs=200");
    }

    private void open(String parameters) throws JMSException {
        connection = broker.factory(parameters).createConnection();
        session = connection.createSession();
        orders = session.createQueue("orders");
        producer = session.createProducer(orders);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
    }

    private CompletableFuture<Void> sending(Message message) {
        return CompletableFuture.runAsync(() -> {
            try {
                producer.send(message);
            } catch (JMSException e) {
                throw new java.util.concurrent.CompletionException(e);
            }
        });
    }

    /** Remembers what it was told, and by which thread. */
    private static final class Recorder implements CompletionListener {
        final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void onCompletion(Message message) {
            record("sent " + text(message));
        }

        @Override
        public void onException(Message message, Exception exception) {
            record("failed " + text(message) + ": " + exception.getMessage());
        }

        private void record(String what) {
            threads.add(Thread.currentThread());
            told.add(what);
        }

        String next() throws InterruptedException {
            return told.poll(10, TimeUnit.SECONDS);
        }
    }

    private static String text(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_persistent_send_waits_for_its_confirmation() throws Exception {
        broker.ignore(FrameType.SEND);
        CompletableFuture<Void> sending = sending(session.createTextMessage("one"));
        Send send = broker.expect(Send.class);
        assertEquals(Series.PERSISTENT, send.series());
        assertEquals(1, send.number());
        assertFalse(sending.isDone());
        broker.confirm(send);
        sending.get(10, TimeUnit.SECONDS);
        assertEquals(2, next("two").number());
    }

    private Send next(String text) throws Exception {
        broker.on(FrameType.SEND, (link, frame) -> broker.confirm((Send) frame));
        producer.send(session.createTextMessage(text));
        return broker.expect(Send.class);
    }

    @Test
    void a_send_writes_back_the_headers_that_it_decides() throws Exception {
        TextMessage message = session.createTextMessage("one");
        message.setJMSMessageID("mine");
        message.setJMSPriority(1);
        long before = System.currentTimeMillis();
        producer.setDeliveryDelay(500);
        producer.send(message, DeliveryMode.PERSISTENT, 7, 60_000);
        Send send = broker.expect(Send.class);
        assertEquals("ID:" + send.session() + "-1", message.getJMSMessageID());
        assertEquals(send.message().header().messageId(), message.getJMSMessageID());
        assertEquals(7, message.getJMSPriority());
        assertEquals(7, send.priority());
        assertEquals(orders, message.getJMSDestination());
        assertTrue(Math.abs(message.getJMSTimestamp() - before) < 10_000);
        assertEquals(message.getJMSTimestamp() + 60_000, message.getJMSExpiration());
        assertEquals(message.getJMSTimestamp() + 500, message.getJMSDeliveryTime());
        assertTrue(send.timeToLiveMs() > 50_000 && send.timeToLiveMs() <= 60_000, "time to live " + send.timeToLiveMs());
        assertTrue(send.delayMs() <= 500 && send.delayMs() > 0, "delay " + send.delayMs());
        producer.setDisableMessageTimestamp(true);
        producer.send(message, DeliveryMode.PERSISTENT, 4, 0);
        assertEquals(0, message.getJMSTimestamp());
        assertEquals(0, message.getJMSExpiration());
    }

    @Test
    void timestamps_go_by_the_clock_of_the_broker() throws Exception {
        connection.close();
        long ahead = 3_600_000;
        broker.on(FrameType.CONNECT, (link, frame) -> {
            var usual = broker.connected();
            link.send(new io.postrider.transport.frame.Connected(1, 0, usual.token(), 5, "node", usual.bootId(), usual.brokerTimeMs() + ahead, usual.limits(), new byte[0]));
        });
        open("requestTimeoutMs=5000");
        TextMessage message = session.createTextMessage("one");
        producer.send(message);
        assertTrue(Math.abs(message.getJMSTimestamp() - System.currentTimeMillis() - ahead) < 10_000);
    }

    @Test
    void a_refused_persistent_send_throws() throws Exception {
        broker.on(FrameType.SEND, (link, frame) -> {
            Send send = (Send) frame;
            link.send(new Refused(send.session(), send.series(), send.number(), ErrorCode.DISK_FULL, "17 MB are left"));
        });
        ResourceAllocationException refused = assertThrows(ResourceAllocationException.class, () -> producer.send(session.createMessage()));
        assertEquals("17 MB are left", refused.getMessage());
    }

    @Test
    void a_non_persistent_send_waits_for_nothing() throws Exception {
        broker.ignore(FrameType.SEND);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        for (int i = 1; i <= 3; i++) {
            producer.send(session.createTextMessage("message " + i));
            Send send = broker.expect(Send.class);
            assertEquals(Series.NON_PERSISTENT, send.series());
            assertEquals(i, send.number());
            assertFalse(send.persistent());
        }
    }

    @Test
    void a_refused_non_persistent_send_shows_at_the_next_call_and_at_the_exception_listener() throws Exception {
        BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
        connection.setExceptionListener(told::add);
        broker.on(FrameType.SEND, (link, frame) -> {
            Send send = (Send) frame;
            link.send(new Refused(send.session(), send.series(), send.number(), ErrorCode.DESTINATION_FULL, "orders is full"));
        });
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.send(session.createMessage());
        assertEquals("orders is full", told.poll(10, TimeUnit.SECONDS).getMessage());
        assertThrows(ResourceAllocationException.class, () -> producer.send(session.createMessage()));
    }

    @Test
    void a_setting_makes_non_persistent_sends_wait() throws Exception {
        connection.close();
        open("requestTimeoutMs=5000&waitForNonPersistent=true");
        broker.on(FrameType.SEND, (link, frame) -> {
            Send send = (Send) frame;
            link.send(new Refused(send.session(), send.series(), send.number(), ErrorCode.DESTINATION_FULL, "orders is full"));
        });
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        assertThrows(ResourceAllocationException.class, () -> producer.send(session.createMessage()));
    }

    @Test
    void a_producer_of_what_does_not_exist_is_refused() {
        broker.on(FrameType.OPEN_PRODUCER, (link, frame) -> link.send(new Failure(((OpenProducer) frame).requestId(), ErrorCode.DESTINATION_UNKNOWN, "no queue nowhere")));
        assertThrows(InvalidDestinationException.class, () -> session.createProducer(session.createQueue("nowhere")));
    }

    @Test
    void without_credit_a_send_gives_up_after_its_timeout_and_names_the_destination() throws Exception {
        broker.producerCredit(0);
        MessageProducer full = session.createProducer(session.createQueue("full"));
        ResourceAllocationException gaveUp = assertThrows(ResourceAllocationException.class, () -> full.send(session.createMessage()));
        assertTrue(gaveUp.getMessage().contains("queue full"), gaveUp.getMessage());
        assertEquals(List.of(), broker.arrived(Send.class));
        // what was given up takes no number and no credit
        long sessionId = broker.expect(OpenProducer.class).session();
        broker.send(new ProducerCredit(sessionId, DestinationName.queue("full"), 1));
        full.send(session.createTextMessage("credit of one byte permits any message"));
        assertEquals(1, broker.expect(Send.class).number());
    }

    @Test
    void a_send_that_waits_for_credit_goes_on_when_it_comes() throws Exception {
        connection.close();
        open("requestTimeoutMs=5000&sendTimeoutMs=20000");
        broker.producerCredit(0);
        producer = session.createProducer(session.createQueue("full"));
        CompletableFuture<Void> sending = sending(session.createMessage());
        OpenProducer opened = broker.expect(OpenProducer.class);
        while (!opened.destination().name().equals("full")) {
            opened = broker.expect(OpenProducer.class);
        }
        assertFalse(sending.isDone());
        broker.send(new ProducerCredit(opened.session(), opened.destination(), 100));
        sending.get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_session_opens_a_destination_once() throws Exception {
        broker.expect(OpenProducer.class);
        MessageProducer anonymous = session.createProducer(null);
        for (int i = 0; i < 3; i++) {
            anonymous.send(orders, session.createMessage());
            anonymous.send(session.createQueue("other"), session.createMessage());
        }
        assertEquals("other", broker.expect(OpenProducer.class).destination().name());
        assertEquals(List.of(), broker.arrived(OpenProducer.class));
    }

    @Test
    void asynchronous_sends_complete_in_order_on_a_thread_of_their_own() throws Exception {
        broker.ignore(FrameType.SEND);
        Recorder recorder = new Recorder();
        producer.send(session.createTextMessage("one"), recorder);
        producer.send(session.createTextMessage("two"), DeliveryMode.NON_PERSISTENT, 4, 0, recorder);
        producer.send(session.createTextMessage("three"), recorder);
        Send one = broker.expect(Send.class);
        Send two = broker.expect(Send.class);
        Send three = broker.expect(Send.class);
        broker.confirm(two);
        broker.confirm(three);
        assertEquals("sent one", recorder.next());
        assertEquals("sent two", recorder.next());
        assertEquals("sent three", recorder.next());
        assertNull(recorder.told.poll());
        assertEquals(1, recorder.threads.stream().distinct().count());
        assertNotSame(Thread.currentThread(), recorder.threads.get(0));
        assertNotEquals(one.number(), three.number());
    }

    @Test
    void a_refused_asynchronous_send_tells_its_listener() throws Exception {
        broker.on(FrameType.SEND, (link, frame) -> {
            Send send = (Send) frame;
            link.send(new Refused(send.session(), send.series(), send.number(), ErrorCode.DISK_FULL, "no room"));
        });
        Recorder recorder = new Recorder();
        producer.send(session.createTextMessage("one"), recorder);
        assertEquals("failed one: no room", recorder.next());
    }

    @Test
    void closing_waits_for_asynchronous_sends_and_their_callbacks() throws Exception {
        broker.ignore(FrameType.SEND);
        Recorder recorder = new Recorder();
        producer.send(session.createTextMessage("one"), recorder);
        Send send = broker.expect(Send.class);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
            try {
                producer.close();
                connection.close();
            } catch (JMSException e) {
                throw new java.util.concurrent.CompletionException(e);
            }
        });
        assertFalse(closing.isDone());
        broker.confirm(send);
        closing.get(10, TimeUnit.SECONDS);
        assertEquals("sent one", recorder.told.poll());
    }

    @Test
    void a_callback_may_not_close_what_waits_for_it() throws Exception {
        List<Throwable> thrown = new ArrayList<>();
        CompletableFuture<Void> called = new CompletableFuture<>();
        producer.send(session.createTextMessage("one"), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                for (org.junit.jupiter.api.function.Executable call : List.<org.junit.jupiter.api.function.Executable>of(
                        producer::close, session::close, connection::close)) {
                    try {
                        call.execute();
                        thrown.add(null);
                    } catch (Throwable e) {
                        thrown.add(e);
                    }
                }
                called.complete(null);
            }

            @Override
            public void onException(Message message, Exception exception) {
                called.completeExceptionally(exception);
            }
        });
        called.get(10, TimeUnit.SECONDS);
        assertEquals(3, thrown.size());
        thrown.forEach(each -> assertTrue(each instanceof IllegalStateException, String.valueOf(each)));
        producer.send(session.createTextMessage("still open"));
    }

    @Test
    void a_callback_that_throws_does_not_end_the_callbacks() throws Exception {
        Recorder recorder = new Recorder();
        producer.send(session.createTextMessage("one"), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                throw new IllegalArgumentException("on purpose");
            }

            @Override
            public void onException(Message message, Exception exception) {
                throw new AssertionError(exception);
            }
        });
        producer.send(session.createTextMessage("two"), recorder);
        assertEquals("sent two", recorder.next());
    }

    @Test
    void a_send_that_throws_calls_nobody_back() throws Exception {
        broker.producerCredit(0);
        MessageProducer full = session.createProducer(session.createQueue("full"));
        Recorder recorder = new Recorder();
        assertThrows(ResourceAllocationException.class, () -> full.send(session.createTextMessage("one"), recorder));
        producer.send(session.createTextMessage("two"), recorder);
        assertEquals("sent two", recorder.next());
    }

    @Test
    void a_large_body_leaves_in_chunks_before_its_message() throws Exception {
        byte[] body = new byte[700_000];
        new java.util.Random(3).nextBytes(body);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        producer.send(message);
        Send send = broker.expect(Send.class);
        assertTrue(send.message().isBodyApart());
        assertEquals(body.length, send.message().bodyLength());
        byte[] sent = new byte[body.length];
        int offset = 0;
        for (Frame frame : broker.arrived(Chunk.class)) {
            Chunk chunk = (Chunk) frame;
            assertEquals(send.bodyStream(), chunk.stream());
            System.arraycopy(chunk.bytes(), 0, sent, offset, chunk.bytes().length);
            offset += chunk.bytes().length;
            assertEquals(offset == body.length, chunk.last());
        }
        org.junit.jupiter.api.Assertions.assertArrayEquals(body, sent);
    }

    @Test
    void a_large_body_respects_the_credit_of_the_connection_and_lets_others_pass() throws Exception {
        connection.close();
        Limits usual = ScriptedBroker.LIMITS;
        broker.limits(new Limits(usual.frameBytesMax(), usual.messageBytesMax(), usual.heartbeatMs(), usual.sessionRetentionMs(), 100_000, 1000));
        open("requestTimeoutMs=5000&sendTimeoutMs=5000");
        Session other = connection.createSession();
        MessageProducer small = other.createProducer(other.createQueue("small"));
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[600_000]);
        CompletableFuture<Void> large = sending(message);
        broker.expect(Chunk.class);
        broker.expect(Chunk.class);
        assertEquals(List.of(), broker.arrived(Chunk.class), "nothing is left of the credit");
        CompletableFuture<Void> passing = new CompletableFuture<>();
        Thread sender = new Thread(() -> {
            try {
                small.send(other.createTextMessage("small"));
                passing.complete(null);
            } catch (JMSException e) {
                passing.completeExceptionally(e);
            }
        });
        sender.start();
        while (sender.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        // each portion lets the next in the queue go: the large one's chunk, or the small message
        ConnectionCredit portion = new ConnectionCredit(65_536);
        broker.on(FrameType.CHUNK, (link, frame) -> link.send(portion));
        broker.on(FrameType.SEND, (link, frame) -> {
            broker.confirm((Send) frame);
            link.send(portion);
        });
        broker.send(portion);
        passing.get(10, TimeUnit.SECONDS);
        large.get(10, TimeUnit.SECONDS);
        assertTrue(broker.expect(Send.class).message().bodyLength() < 100, "the small message passes");
    }

    @Test
    void a_message_above_the_brokers_bound_does_not_even_leave() throws Exception {
        connection.close();
        Limits usual = ScriptedBroker.LIMITS;
        broker.limits(new Limits(usual.frameBytesMax(), 1000, usual.heartbeatMs(), usual.sessionRetentionMs(), usual.connectionCreditBytes(), 1000));
        open("requestTimeoutMs=5000");
        JMSException refused = assertThrows(ResourceAllocationException.class, () -> producer.send(session.createTextMessage("x".repeat(2000))));
        assertEquals("MESSAGE_TOO_LARGE", refused.getErrorCode());
    }

    @Test
    void arguments_are_checked_before_states() throws Exception {
        MessageProducer anonymous = session.createProducer(null);
        Message message = session.createMessage();
        assertThrows(MessageFormatException.class, () -> producer.send(null));
        assertThrows(MessageFormatException.class, () -> anonymous.send(orders, null));
        assertThrows(InvalidDestinationException.class, () -> anonymous.send((Queue) null, message));
        assertThrows(UnsupportedOperationException.class, () -> anonymous.send(message));
        assertThrows(UnsupportedOperationException.class, () -> producer.send(orders, message));
        assertThrows(IllegalArgumentException.class, () -> producer.send(message, (CompletionListener) null));
        assertThrows(JMSException.class, () -> producer.send(message, 3, 4, 0));
        assertThrows(JMSException.class, () -> producer.send(message, DeliveryMode.PERSISTENT, 10, 0));
        assertThrows(JMSException.class, () -> producer.send(message, DeliveryMode.PERSISTENT, 4, -1));
        assertThrows(JMSException.class, () -> producer.setDeliveryDelay(-1));
        producer.close();
        producer.close();
        assertThrows(IllegalStateException.class, () -> producer.send(message));
        assertThrows(IllegalStateException.class, producer::getPriority);
        assertThrows(MessageFormatException.class, () -> producer.send(null));
    }

    @Test
    void the_simplified_producer_puts_its_settings_on_every_message() throws Exception {
        AtomicReference<Message> completed = new AtomicReference<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        try (JMSContext context = broker.factory().createContext()) {
            context.createProducer().setProperty("colour", "red").setProperty("size", 3).setPriority(8).setTimeToLive(1000).setJMSType("kind")
                    .setJMSCorrelationID("c").setJMSReplyTo(orders).setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                    .setAsync(new CompletionListener() {
                        @Override
                        public void onCompletion(Message message) {
                            completed.set(message);
                            done.complete(null);
                        }

                        @Override
                        public void onException(Message message, Exception exception) {
                            done.completeExceptionally(exception);
                        }
                    }).send(orders, "text");
            done.get(10, TimeUnit.SECONDS);
            Send send = broker.expect(Send.class);
            assertEquals(8, send.priority());
            assertFalse(send.persistent());
            assertEquals("kind", send.message().header().type());
            assertEquals("c", send.message().header().correlationId());
            assertEquals("orders", send.message().header().replyTo().name());
            assertEquals(java.util.Map.of("colour", "red", "size", 3), send.message().properties().values());
            assertEquals("text", completed.get().getBody(String.class));
            context.createProducer().send(orders, (String) null).send(orders, (byte[]) null).send(orders, (java.util.Map<String, Object>) null)
                    .send(orders, (java.io.Serializable) null);
        }
    }
}

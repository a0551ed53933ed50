package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.Assign;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Resume;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connection consumers: what the broker is asked, what server sessions get, and what start, stop, close and a lost link mean. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConnectionConsumerTest {
    private ScriptedBroker broker;
    private Connection connection;
    private Queue orders;
    private Topic news;
    private TestPool pool;
    private CreateConsumer created;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        connection = broker.factory().createConnection();
        connection.setExceptionListener(told::add);
        connection.start();
        orders = JmsDestination.queue("orders");
        news = JmsDestination.topic("news");
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        if (pool != null) {
            pool.close();
        }
        broker.close();
    }

    private static String text(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private String next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    private JMSException nextTold() throws InterruptedException {
        return told.poll(10, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Session session(int mode) throws JMSException {
        return connection.createSession(mode);
    }

    private ConnectionConsumer consume(int maxMessages, Session session, MessageListener listener) throws Exception {
        return consume(maxMessages, new TestPool(session, listener));
    }

    private ConnectionConsumer consume(int maxMessages, TestPool given) throws Exception {
        pool = given;
        ConnectionConsumer consumer = connection.createConnectionConsumer(orders, null, pool, maxMessages);
        created = broker.expect(CreateConsumer.class);
        broker.expect(Credit.class);
        return consumer;
    }

    private long sessionOf(Session session) {
        return ((JmsSession) session).state().id();
    }

    // --- what is asked of the broker

    private static final ServerSessionPool NO_POOL = () -> {
        throw new JMSException("nothing to be had here");
    };

    @Test
    void each_form_consumes_in_a_session_of_its_own() throws Exception {
        connection.close();
        connection = broker.factory("requestTimeoutMs=5000&clientId=me").createConnection();
        connection.createConnectionConsumer(orders, "a = 1", NO_POOL, 1);
        assertConsumes(DestinationName.queue("orders"), SubscriptionKind.QUEUE, null, "a = 1");
        connection.createConnectionConsumer(news, " ", NO_POOL, 1);
        assertConsumes(DestinationName.topic("news"), SubscriptionKind.NON_DURABLE, null, null);
        connection.createDurableConnectionConsumer(news, "sub", "a = 2", NO_POOL, 1);
        assertConsumes(DestinationName.topic("news"), SubscriptionKind.DURABLE, "sub", "a = 2");
        connection.createSharedConnectionConsumer(news, "sub", null, NO_POOL, 1);
        assertConsumes(DestinationName.topic("news"), SubscriptionKind.SHARED, "sub", null);
        connection.createSharedDurableConnectionConsumer(news, "sub", null, NO_POOL, 1);
        assertConsumes(DestinationName.topic("news"), SubscriptionKind.SHARED_DURABLE, "sub", null);
    }

    private void assertConsumes(DestinationName destination, SubscriptionKind kind, String name, String selector) throws Exception {
        broker.expect(OpenSession.class);
        CreateConsumer asked = broker.expect(CreateConsumer.class);
        assertEquals(new CreateConsumer(asked.requestId(), asked.session(), asked.consumer(), destination, kind, name, selector, false), asked);
    }

    @Test
    void the_domain_specific_forms_are_the_same() throws Exception {
        try (QueueConnection queues = broker.factory().createQueueConnection(); TopicConnection topics = broker.factory().createTopicConnection()) {
            assertSame(NO_POOL, queues.createConnectionConsumer(orders, null, NO_POOL, 1).getServerSessionPool());
            assertConsumes(DestinationName.queue("orders"), SubscriptionKind.QUEUE, null, null);
            assertSame(NO_POOL, topics.createConnectionConsumer(news, null, NO_POOL, 1).getServerSessionPool());
            assertConsumes(DestinationName.topic("news"), SubscriptionKind.NON_DURABLE, null, null);
            assertThrows(IllegalStateException.class, () -> queues.createDurableConnectionConsumer(news, "sub", null, NO_POOL, 1));
            assertThrows(IllegalStateException.class, () -> queues.createSharedConnectionConsumer(news, "sub", null, NO_POOL, 1));
            assertThrows(IllegalStateException.class, () -> queues.createSharedDurableConnectionConsumer(news, "sub", null, NO_POOL, 1));
            topics.createSharedConnectionConsumer(news, "sub", null, NO_POOL, 1);
            topics.createSharedDurableConnectionConsumer(news, "sub", null, NO_POOL, 1);
        }
    }

    @Test
    void wrong_arguments_are_refused_before_the_broker_is_asked() throws Exception {
        assertThrows(InvalidDestinationException.class, () -> connection.createConnectionConsumer(null, null, NO_POOL, 1));
        assertThrows(InvalidDestinationException.class, () -> connection.createConnectionConsumer(new jakarta.jms.Destination() { }, null, NO_POOL, 1));
        assertThrows(InvalidDestinationException.class, () -> connection.createSharedConnectionConsumer(null, "sub", null, NO_POOL, 1));
        assertThrows(InvalidDestinationException.class, () -> connection.createSharedConnectionConsumer(news, null, null, NO_POOL, 1));
        assertThrows(InvalidDestinationException.class, () -> connection.createDurableConnectionConsumer(null, "sub", null, NO_POOL, 1));
        assertThrows(InvalidDestinationException.class, () -> connection.createSharedDurableConnectionConsumer(news, "", null, NO_POOL, 1));
        JMSException noPool = assertThrows(JMSException.class, () -> connection.createConnectionConsumer(orders, null, null, 1));
        assertTrue(noPool.getMessage().contains("ServerSessionPool"), noPool.getMessage());
        JMSException none = assertThrows(JMSException.class, () -> connection.createConnectionConsumer(orders, null, NO_POOL, 0));
        assertTrue(none.getMessage().contains("maxMessages 0"), none.getMessage());
        IllegalStateException noClientId = assertThrows(IllegalStateException.class,
                () -> connection.createDurableConnectionConsumer(news, "sub", null, NO_POOL, 1));
        assertTrue(noClientId.getMessage().contains("client id, which this connection does not have: call setClientID"), noClientId.getMessage());
        JmsDestination others = JmsDestination.of(new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "temp-99-1"));
        assertThrows(InvalidDestinationException.class, () -> connection.createConnectionConsumer(others, null, NO_POOL, 1));
        assertTrue(broker.arrived(CreateConsumer.class).isEmpty());
    }

    @Test
    void what_the_broker_refuses_leaves_no_session_behind() throws Exception {
        broker.on(FrameType.CREATE_CONSUMER, (from, frame) -> from.send(new Failure(((CreateConsumer) frame).requestId(), ErrorCode.SELECTOR_INVALID, "no")));
        assertThrows(InvalidSelectorException.class, () -> connection.createConnectionConsumer(orders, "=", NO_POOL, 1));
        assertEquals(broker.expect(CreateConsumer.class).session(), broker.expect(CloseSession.class).session());
    }

    // --- what server sessions get

    @Test
    void the_session_that_runs_a_message_gets_it_and_acknowledges_it() throws Exception {
        Session session = session(Session.AUTO_ACKNOWLEDGE);
        consume(1, session, message -> heard.add(text(message)));
        long position = broker.deliver(created, "one");
        assertEquals("one", next());
        Assign assign = broker.expect(Assign.class);
        assertEquals(List.of(created.session(), created.consumer(), sessionOf(session), position),
                List.of(assign.session(), assign.consumer(), assign.to(), assign.messages().get(0).position()));
        Acknowledge acknowledge = broker.expect(Acknowledge.class);
        assertEquals(List.of(sessionOf(session), 1L, position),
                List.of(acknowledge.session(), acknowledge.number(), acknowledge.messages().get(0).position()));
    }

    @Test
    void a_server_session_runs_no_more_than_maxMessages_at_a_time() throws Exception {
        List<Integer> runs = new ArrayList<>();
        AtomicInteger inRun = new AtomicInteger();
        Session session = session(Session.DUPS_OK_ACKNOWLEDGE);
        CountDownLatch all = new CountDownLatch(1);
        TestPool given = new TestPool(List.of(session), same -> message -> {
            inRun.incrementAndGet();
            heard.add(text(message));
        }, same -> {
            await(all);
            inRun.set(0);
            same.run();
            runs.add(inRun.get());
        });
        consume(3, given);
        for (int i = 0; i < 8; i++) {
            broker.deliver(created, "m" + i);
        }
        connection.createSession().close(); // its answer comes behind the messages
        all.countDown();
        for (int i = 0; i < 8; i++) {
            assertEquals("m" + i, next());
        }
        given.close();
        assertTrue(runs.stream().allMatch(count -> count <= 3), runs.toString());
        assertEquals(8, runs.stream().mapToInt(count -> count).sum());
    }

    @Test
    void the_sessions_of_a_pool_run_at_the_same_time() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        consume(1, new TestPool(List.of(session(Session.AUTO_ACKNOWLEDGE), session(Session.AUTO_ACKNOWLEDGE)), same -> message -> {
            both.countDown();
            await(both);
            heard.add(text(message));
        }, Session::run));
        broker.deliver(created, "one");
        broker.deliver(created, "two");
        assertEquals(java.util.Set.of("one", "two"), java.util.Set.of(next(), next()));
    }

    @Test
    void a_transacted_session_commits_what_it_ran() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        consume(1, new TestPool(List.of(session), same -> message -> heard.add(text(message)), same -> {
            same.run();
            same.commit();
        }));
        long position = broker.deliver(created, "one");
        assertEquals("one", next());
        assertEquals(sessionOf(session), broker.expect(Assign.class).to());
        Acknowledge acknowledge = broker.expect(Acknowledge.class);
        assertEquals(List.of(0L, 1L, position), List.of(acknowledge.number(), acknowledge.transaction(), acknowledge.messages().get(0).position()));
        assertEquals(sessionOf(session), broker.expect(CommitTx.class).session());
    }

    @Test
    void a_session_that_rolls_back_names_what_it_ran_and_goes_on() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        consume(1, new TestPool(List.of(session), same -> message -> heard.add(text(message)), same -> {
            same.run();
            same.rollback();
        }));
        long position = broker.deliver(created, "one");
        assertEquals("one", next());
        assertEquals(position, broker.expect(RollbackTx.class).handedOver().get(0).position());
        broker.deliver(created, "one again");
        assertEquals("one again", next());
    }

    @Test
    void client_mode_acknowledges_everything_that_the_session_ran() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        consume(1, session, messages::add);
        broker.deliver(created, "one");
        broker.deliver(created, "two");
        messages.poll(10, TimeUnit.SECONDS);
        Message two = messages.poll(10, TimeUnit.SECONDS);
        two.acknowledge();
        assertEquals(2, broker.expect(Acknowledge.class).messages().size());
    }

    @Test
    void a_message_whose_listener_throws_is_recovered_by_the_session_that_ran_it() throws Exception {
        Session session = session(Session.AUTO_ACKNOWLEDGE);
        AtomicInteger calls = new AtomicInteger();
        consume(5, session, message -> {
            heard.add(text(message));
            if (calls.getAndIncrement() == 0) {
                throw new IllegalArgumentException("on purpose");
            }
        });
        long position = broker.deliver(created, "one");
        assertEquals("one", next());
        Recover recover = broker.expect(Recover.class);
        assertEquals(sessionOf(session), recover.session());
        assertEquals(position, recover.handedOver().get(0).position());
        broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("one"), position, 2);
        assertEquals("one", next());
        assertEquals(position, broker.expect(Acknowledge.class).messages().get(0).position());
    }

    @Test
    void a_run_whose_listener_throws_ends_at_once_however_often_it_did_before() throws Exception {
        List<Long> runMs = new ArrayList<>();
        Session session = session(Session.AUTO_ACKNOWLEDGE);
        consume(1, new TestPool(List.of(session), same -> message -> {
            throw new IllegalArgumentException("on purpose");
        }, same -> {
            long beganNanos = System.nanoTime();
            same.run();
            runMs.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos));
            heard.add("run");
        }));
        for (int count = 1; count <= 10; count++) {
            broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("one"), 1, count);
            assertEquals("run", next());
        }
        long shortestMs = runMs.subList(7, 10).stream().mapToLong(Long::longValue).min().orElseThrow();
        assertTrue(shortestMs < 900, "runs of " + runMs + " ms; a consumer's own listener would rest 1 s after each of the last ones");
    }

    @Test
    void what_a_run_put_off_is_acknowledged_when_it_ends() throws Exception {
        CountDownLatch both = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        consume(1, new TestPool(List.of(session(Session.DUPS_OK_ACKNOWLEDGE)), same -> message -> heard.add(text(message)), same -> {
            await(both);
            same.run();
            await(release);
        }));
        long one = broker.deliver(created, "one");
        broker.deliver(created, "two"); // is ready for another session, and perhaps there is none for long
        connection.createSession().close(); // its answer comes behind the messages
        both.countDown();
        try {
            assertEquals(one, broker.expect(Acknowledge.class).messages().get(0).position());
        } finally {
            release.countDown();
        }
    }

    @Test
    void a_session_that_holds_as_much_as_it_may_gets_no_more_and_says_so() throws Exception {
        connection.close();
        broker.limits(new Limits(1024 * 1024, 100L * 1024 * 1024, 60_000, 600_000, 8L * 1024 * 1024, 2));
        connection = broker.factory().createConnection();
        connection.setExceptionListener(told::add);
        connection.start();
        BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        consume(1, session(Session.CLIENT_ACKNOWLEDGE), messages::add);
        for (int i = 0; i < 3; i++) {
            broker.deliver(created, "m" + i);
        }
        messages.poll(10, TimeUnit.SECONDS);
        Message second = messages.poll(10, TimeUnit.SECONDS);
        JMSException full = nextTold();
        assertTrue(full instanceof ResourceAllocationException, String.valueOf(full));
        assertNull(messages.poll());
        second.acknowledge();
        assertEquals("m2", text(messages.poll(10, TimeUnit.SECONDS)));
    }

    @Test
    void an_expired_message_is_run_by_nobody() throws Exception {
        consume(1, session(Session.AUTO_ACKNOWLEDGE), message -> heard.add(text(message)));
        long expired = broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("old", 1));
        broker.deliver(created, "new");
        assertEquals("new", next());
        Acknowledge acknowledge = broker.expect(Acknowledge.class);
        assertEquals(List.of(created.session(), expired), List.of(acknowledge.session(), acknowledge.messages().get(0).position()));
    }

    @Test
    void with_a_window_of_zero_a_message_is_asked_for_when_the_last_one_is_run() throws Exception {
        connection.close();
        connection = broker.factory("requestTimeoutMs=5000&prefetchMessages=0").createConnection();
        connection.start();
        consume(1, session(Session.AUTO_ACKNOWLEDGE), message -> heard.add(text(message)));
        for (int i = 0; i < 3; i++) {
            broker.deliver(created, "m" + i);
            assertEquals("m" + i, next());
            assertEquals(1, broker.expect(Credit.class).messages());
        }
    }

    // --- pools that are not as they should be

    @Test
    void a_pool_that_throws_or_gives_nothing_loses_no_message() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        TestPool good = new TestPool(session(Session.AUTO_ACKNOWLEDGE), message -> heard.add(text(message)));
        pool = good;
        connection.createConnectionConsumer(orders, null, () -> switch (calls.getAndIncrement()) {
            case 0 -> null;
            case 1 -> throw new JMSException("on purpose");
            case 2 -> throw new IllegalArgumentException("a defect");
            default -> good.getServerSession();
        }, 1);
        created = broker.expect(CreateConsumer.class);
        broker.deliver(created, "one");
        assertEquals("one", next());
        assertTrue(nextTold().getMessage().contains("gave no ServerSession"));
        assertEquals("on purpose", nextTold().getMessage());
        assertTrue(nextTold().getMessage().contains("a defect"));
        assertEquals(4, calls.get());
    }

    private record Fixed(Session session) implements ServerSession {
        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            session.run();
        }
    }

    @Test
    void sessions_of_other_connections_and_closed_ones_get_nothing() throws Exception {
        Connection other = connection;
        Session foreign = other.createSession();
        connection = broker.factory().createConnection();
        connection.setExceptionListener(told::add);
        connection.start();
        AtomicInteger calls = new AtomicInteger();
        TestPool good = new TestPool(session(Session.AUTO_ACKNOWLEDGE), message -> heard.add(text(message)));
        pool = good;
        Session closed = session(Session.AUTO_ACKNOWLEDGE);
        closed.close();
        try (other) {
            connection.createConnectionConsumer(orders, null, () -> switch (calls.getAndIncrement()) {
                case 0 -> new Fixed(foreign);
                case 1 -> new Fixed(null);
                case 2 -> new Fixed(closed);
                default -> good.getServerSession();
            }, 1);
            broker.deliver(broker.expect(CreateConsumer.class), "one");
            assertEquals("one", next());
            assertTrue(nextTold().getMessage().contains("not of the same connection"));
            assertTrue(nextTold().getMessage().contains("not of the same connection"));
            assertTrue(nextTold() instanceof IllegalStateException);
        }
    }

    @Test
    void a_session_that_is_not_started_gives_its_share_back() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Session session = session(Session.AUTO_ACKNOWLEDGE);
        TestPool good = new TestPool(session, message -> heard.add(text(message)));
        pool = good;
        connection.createConnectionConsumer(orders, null, () -> calls.getAndIncrement() > 0 ? good.getServerSession() : new ServerSession() {
            @Override
            public Session getSession() {
                return session;
            }

            @Override
            public void start() throws JMSException {
                throw new JMSException("no thread");
            }
        }, 5);
        broker.deliver(broker.expect(CreateConsumer.class), "one");
        assertEquals("one", next());
        assertEquals("no thread", nextTold().getMessage());
    }

    @Test
    void a_session_without_a_listener_says_so_and_takes_nothing() throws Exception {
        Session session = session(Session.AUTO_ACKNOWLEDGE);
        consume(1, session, null);
        broker.deliver(created, "one");
        assertTrue(nextTold() instanceof IllegalStateException);
        session.setMessageListener(message -> heard.add(text(message)));
        assertEquals("one", next());
    }

    @Test
    void a_pool_may_run_the_session_on_the_thread_that_starts_it() throws Exception {
        Session session = session(Session.AUTO_ACKNOWLEDGE);
        session.setMessageListener(message -> heard.add(text(message)));
        connection.createConnectionConsumer(orders, null, () -> new Fixed(session), 1);
        created = broker.expect(CreateConsumer.class);
        broker.deliver(created, "one");
        broker.deliver(created, "two");
        assertEquals("one", next());
        assertEquals("two", next());
    }

    // --- the session's listener

    @Test
    void a_session_with_a_listener_of_its_own_has_no_consumers_and_the_other_way_round() throws Exception {
        Session session = session(Session.AUTO_ACKNOWLEDGE);
        assertNull(session.getMessageListener());
        MessageListener listener = message -> { };
        session.setMessageListener(listener);
        assertSame(listener, session.getMessageListener());
        assertThrows(IllegalStateException.class, () -> session.createConsumer(orders));
        session.createProducer(orders).send(session.createMessage());
        session.setMessageListener(null);
        MessageConsumer consumer = session.createConsumer(orders);
        assertThrows(IllegalStateException.class, () -> session.setMessageListener(listener));
        consumer.close();
        session.setMessageListener(listener);
        session.run(); // nothing was assigned to it
        session.close();
        assertThrows(IllegalStateException.class, () -> session.setMessageListener(null));
        assertThrows(IllegalStateException.class, session::getMessageListener);
        session.run();
    }

    @Test
    void a_listener_in_a_server_session_cannot_close_or_stop_what_waits_for_it() throws Exception {
        Session session = session(Session.AUTO_ACKNOWLEDGE);
        List<Class<?>> thrown = new ArrayList<>();
        consume(1, session, message -> {
            for (org.junit.jupiter.api.function.Executable call : List.<org.junit.jupiter.api.function.Executable>of(
                    session::close, connection::stop, connection::close)) {
                thrown.add(assertThrows(JMSException.class, call).getClass());
            }
            heard.add("done");
        });
        broker.deliver(created, "one");
        assertEquals("done", next());
        assertEquals(List.of(IllegalStateException.class, IllegalStateException.class, IllegalStateException.class), thrown);
    }

    // --- start, stop, close

    @Test
    void nothing_is_run_before_start_and_after_stop_which_waits_for_the_running_one() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        consume(5, session(Session.AUTO_ACKNOWLEDGE), message -> {
            running.countDown();
            await(release);
            heard.add(text(message));
        });
        broker.deliver(created, "one");
        broker.deliver(created, "two");
        await(running);
        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> {
            try {
                connection.stop();
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        assertThrows(TimeoutException.class, () -> stopping.get(50, TimeUnit.MILLISECONDS));
        release.countDown();
        stopping.get(10, TimeUnit.SECONDS);
        assertEquals("one", heard.poll());
        broker.deliver(created, "while stopped");
        connection.createSession().createTemporaryQueue();
        assertNull(heard.poll());
        connection.start();
        assertEquals("two", next());
        assertEquals("while stopped", next());
    }

    @Test
    void a_session_that_closes_waits_for_the_running_one_and_leaves_the_others_to_the_pool() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Session first = session(Session.CLIENT_ACKNOWLEDGE);
        Session second = session(Session.CLIENT_ACKNOWLEDGE);
        TestPool given = new TestPool(List.of(first, second), same -> message -> {
            if (same == first) {
                running.countDown();
                await(release);
            }
            heard.add(text(message));
        }, Session::run);
        consume(2, given);
        long position = broker.deliver(created, "one");
        await(running);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
            try {
                first.close();
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        broker.deliver(created, "two");
        assertEquals("two", next());
        assertFalse(closing.isDone());
        release.countDown();
        closing.get(10, TimeUnit.SECONDS);
        assertEquals("one", next());
        CloseSession close = broker.expect(CloseSession.class);
        assertEquals(sessionOf(first), close.session());
        assertEquals(position, close.handedOver().get(0).position());
    }

    @Test
    void a_closed_connection_consumer_gives_nothing_any_more_and_says_so() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        ConnectionConsumer consumer = consume(5, session, message -> {
            messages.add(message);
            running.countDown();
            await(release);
        });
        broker.deliver(created, "one");
        broker.deliver(created, "two");
        await(running);
        consumer.close();
        assertEquals(created.session(), broker.expect(CloseSession.class).session());
        release.countDown();
        pool.close();
        Message one = messages.poll();
        assertEquals("one", text(one));
        assertNull(messages.poll());
        one.acknowledge(); // it is the session's, whatever became of the connection consumer
        assertEquals(sessionOf(session), broker.expect(Acknowledge.class).session());
        assertThrows(IllegalStateException.class, consumer::getServerSessionPool);
        consumer.close();
    }

    @Test
    void close_does_not_wait_for_a_pool_that_gives_no_session() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ConnectionConsumer consumer = connection.createConnectionConsumer(orders, null, () -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            throw new JMSException("interrupted");
        }, 1);
        broker.deliver(broker.expect(CreateConsumer.class), "one");
        await(asked);
        consumer.close();
        await(interrupted);
        assertTrue(told.isEmpty(), told.toString());
    }

    @Test
    void the_connection_closes_its_connection_consumers_behind_its_sessions() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        ConnectionConsumer consumer = consume(1, session, message -> heard.add(text(message)));
        broker.deliver(created, "one");
        assertEquals("one", next());
        pool.close();
        connection.close();
        assertEquals(sessionOf(session), broker.expect(CloseSession.class).session());
        assertEquals(created.session(), broker.expect(CloseSession.class).session());
        assertThrows(IllegalStateException.class, consumer::getServerSessionPool);
        assertThrows(IllegalStateException.class, () -> connection.createConnectionConsumer(orders, null, NO_POOL, 1));
    }

    // --- lost links

    @Test
    void a_message_that_is_run_while_the_link_is_lost_is_acknowledged_late_and_what_was_not_run_is_dropped() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Session session = session(Session.AUTO_ACKNOWLEDGE);
        consume(5, session, message -> {
            running.countDown();
            await(release);
            heard.add(text(message));
        });
        long one = broker.deliver(created, "one");
        broker.deliver(created, "void");
        await(running);
        broker.expect(Assign.class); // a cut can overtake it
        broker.cut();
        broker.expect(Resume.class);
        assertEquals(created.consumer(), broker.expect(CreateConsumer.class).consumer());
        broker.expect(Credit.class);
        release.countDown();
        assertEquals("one", next());
        assertEquals(one, broker.expect(Acknowledge.class).messages().get(0).position());
        broker.deliver(created.consumer(), 1, 4, ScriptedBroker.text("after"));
        assertEquals("after", next());
        assertEquals(sessionOf(session), broker.expect(Assign.class).to());
    }

    @Test
    void a_transaction_that_ran_a_message_before_the_link_was_lost_is_rolled_back() throws Exception {
        BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
        CountDownLatch resumed = new CountDownLatch(1);
        Session session = session(Session.SESSION_TRANSACTED);
        consume(1, new TestPool(List.of(session), same -> message -> heard.add(text(message)), same -> {
            same.run();
            await(resumed);
            try {
                same.commit();
                outcomes.add("committed");
            } catch (jakarta.jms.TransactionRolledBackException e) {
                outcomes.add("rolled back");
            }
        }));
        broker.deliver(created, "one");
        assertEquals("one", next());
        broker.cut();
        broker.expect(Resume.class);
        broker.expect(CreateConsumer.class);
        broker.expect(Credit.class);
        resumed.countDown();
        assertEquals("rolled back", outcomes.poll(10, TimeUnit.SECONDS));
        broker.deliver(created.consumer(), 1, 4, ScriptedBroker.text("one again"));
        assertEquals("one again", next());
        assertEquals("committed", outcomes.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void one_that_is_refused_when_the_connection_resumes_is_over_and_says_so() throws Exception {
        ConnectionConsumer consumer = consume(1, session(Session.AUTO_ACKNOWLEDGE), message -> heard.add(text(message)));
        broker.on(FrameType.CREATE_CONSUMER, (from, frame) -> from.send(
                new Failure(((CreateConsumer) frame).requestId(), ErrorCode.SUBSCRIPTION_IN_USE, "somebody took it")));
        broker.cut();
        assertTrue(nextTold().getMessage().contains("somebody took it"));
        JMSException over = assertThrows(JMSException.class, consumer::getServerSessionPool);
        assertTrue(over.getMessage().contains("somebody took it"), over.getMessage());
        connection.createSession().close(); // the connection goes on
        consumer.close();
        assertTrue(broker.arrived(CloseSession.class).stream().anyMatch(close -> ((CloseSession) close).session() == created.session()));
    }

    @Test
    void a_lost_connection_ends_it_and_it_closes_all_the_same() throws Exception {
        ConnectionConsumer consumer = consume(1, session(Session.AUTO_ACKNOWLEDGE), message -> heard.add(text(message)));
        broker.link().close(ErrorCode.NOT_PERMITTED, "on purpose");
        assertTrue(nextTold().getMessage().contains("on purpose"));
        consumer.close();
    }
}

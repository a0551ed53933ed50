package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Send;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners: on which thread, what they may do, and what start, stop and close wait for. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ListeningTest {
    private ScriptedBroker broker;
    private Connection connection;
    private Session session;
    private Queue orders;
    private MessageConsumer consumer;
    private CreateConsumer created;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        open(false, Session.AUTO_ACKNOWLEDGE);
    }

    private void open(boolean transacted, int mode) throws Exception {
        if (connection != null) {
            connection.close();
            broker.forget();
        }
        connection = broker.factory().createConnection();
        connection.start();
        session = connection.createSession(transacted, mode);
        orders = session.createQueue("orders");
        consumer = session.createConsumer(orders);
        created = broker.expect(CreateConsumer.class);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
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

    private static CompletableFuture<Void> async(org.junit.jupiter.api.function.Executable call) {
        return CompletableFuture.runAsync(() -> {
            try {
                call.execute();
            } catch (Throwable e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    void a_listener_hears_messages_in_order_on_the_thread_of_its_session_and_each_is_acknowledged_after_it() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        consumer.setMessageListener(message -> {
            threads.add(Thread.currentThread());
            heard.add(text(message) + " with " + broker.arrived(Acknowledge.class).size() + " acknowledged");
        });
        broker.deliver(created, "one");
        assertEquals("one with 0 acknowledged", next());
        assertEquals(1, broker.expect(Acknowledge.class).number());
        broker.deliver(created, "two");
        assertEquals("two with 0 acknowledged", next());
        assertEquals(2, broker.expect(Acknowledge.class).number());
        assertEquals(1, threads.stream().distinct().count());
        assertTrue(threads.get(0).isDaemon());
        assertTrue(threads.get(0).getName().startsWith("postrider-session-"), threads.get(0).getName());
        assertThrows(IllegalStateException.class, () -> consumer.receive(1));
    }

    @Test
    void messages_that_came_before_the_listener_are_heard_too() throws Exception {
        broker.deliver(created, "early");
        session.createTemporaryQueue();
        consumer.setMessageListener(message -> heard.add(text(message)));
        assertEquals("early", next());
        consumer.setMessageListener(null);
        broker.deliver(created, "for receive");
        assertEquals("for receive", text(consumer.receive(10_000)));
    }

    @Test
    void all_listeners_of_a_session_share_its_thread() throws Exception {
        MessageConsumer other = session.createConsumer(session.createQueue("other"));
        CreateConsumer otherCreated = broker.expect(CreateConsumer.class);
        CountDownLatch release = new CountDownLatch(1);
        consumer.setMessageListener(message -> {
            heard.add("first begins");
            await(release);
            heard.add("first ends");
        });
        other.setMessageListener(message -> heard.add("second"));
        broker.deliver(created, "one");
        assertEquals("first begins", next());
        broker.deliver(otherCreated, "two");
        release.countDown();
        assertEquals("first ends", next());
        assertEquals("second", next());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_message_whose_listener_throws_is_recovered_and_counted() throws Exception {
        consumer.setMessageListener(message -> {
            heard.add(text(message));
            if (text(message).equals("bad")) {
                throw new IllegalArgumentException("on purpose");
            }
        });
        broker.expect(Credit.class);
        long bad = broker.deliver(created, "bad");
        assertEquals("bad", next());
        Recover recover = broker.expect(Recover.class);
        assertEquals(1, recover.generation());
        assertEquals(List.of(bad), recover.handedOver().stream().map(ref -> ref.position()).toList());
        assertEquals(List.of(), broker.arrived(Acknowledge.class));
        assertEquals(1000, broker.expect(Credit.class).messages(), "the buffer is asked for anew");
        broker.deliver(created.consumer(), 1, 4, ScriptedBroker.text("good"), bad, 2);
        assertEquals("good", next());
        broker.expect(Acknowledge.class);
    }

    @Test
    void a_listener_that_throws_is_logged_with_the_message_and_the_attempt() throws Exception {
        BlockingQueue<String> logged = new LinkedBlockingQueue<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                logged.add(record.getMessage());
            }

            @Override
            public void flush() {
                // nothing is kept back
            }

            @Override
            public void close() {
                // nothing was opened
            }
        };
        Logger log = Logger.getLogger(ListenerCalls.class.getName());
        log.addHandler(handler);
        try {
            consumer.setMessageListener(message -> {
                throw new UnsupportedOperationException("not this one");
            });
            broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("one"), 7, 3);
            assertEquals("the MessageListener on queue orders threw an exception for message ID:9-9, attempt 3", logged.poll(10, TimeUnit.SECONDS));
        } finally {
            log.removeHandler(handler);
        }
    }

    @Test
    void a_listener_that_throws_in_client_mode_gets_the_next_message() throws Exception {
        open(false, Session.CLIENT_ACKNOWLEDGE);
        consumer.setMessageListener(message -> {
            heard.add(text(message));
            throw new IllegalArgumentException("on purpose");
        });
        broker.deliver(created, "one");
        broker.deliver(created, "two");
        assertEquals("one", next());
        assertEquals("two", next());
        assertEquals(List.of(), broker.arrived(Recover.class, Acknowledge.class));
    }

    @Test
    void recover_within_a_listener_takes_back_the_message_at_hand() throws Exception {
        consumer.setMessageListener(message -> {
            try {
                session.recover();
                heard.add("recovered");
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        long one = broker.deliver(created, "one");
        assertEquals("recovered", next());
        assertEquals(one, broker.expect(Recover.class).handedOver().get(0).position());
        session.createTemporaryQueue();
        assertEquals(List.of(), broker.arrived(Acknowledge.class));
    }

    @Test
    void a_consumer_can_be_closed_by_its_own_listener() throws Exception {
        consumer.setMessageListener(message -> {
            try {
                consumer.close();
                heard.add("closed");
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        long one = broker.deliver(created, "one");
        broker.deliver(created, "two");
        assertEquals("closed", next());
        assertEquals(List.of(one), broker.expect(CloseConsumer.class).kept().stream().map(ref -> ref.position()).toList());
        assertEquals(one, broker.expect(Acknowledge.class).messages().get(0).position());
        assertNull(heard.poll());
    }

    @Test
    void a_listener_may_not_stop_or_close_what_waits_for_it() throws Exception {
        consumer.setMessageListener(message -> {
            for (org.junit.jupiter.api.function.Executable call : List.<org.junit.jupiter.api.function.Executable>of(
                    session::close, connection::close, connection::stop)) {
                try {
                    call.execute();
                    heard.add("done");
                } catch (Throwable e) {
                    heard.add(e.getClass().getSimpleName());
                }
            }
        });
        broker.deliver(created, "one");
        assertEquals("IllegalStateException", next());
        assertEquals("IllegalStateException", next());
        assertEquals("IllegalStateException", next());
        broker.expect(Acknowledge.class);
    }

    @Test
    void stop_waits_for_a_running_listener_and_then_nothing_is_heard_until_start() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        consumer.setMessageListener(message -> {
            heard.add(text(message));
            await(release);
        });
        broker.deliver(created, "one");
        broker.deliver(created, "two");
        assertEquals("one", next());
        CompletableFuture<Void> stopping = async(connection::stop);
        assertThrows(java.util.concurrent.TimeoutException.class, () -> stopping.get(50, TimeUnit.MILLISECONDS));
        release.countDown();
        stopping.get(10, TimeUnit.SECONDS);
        session.createTemporaryQueue();
        assertNull(heard.poll());
        broker.deliver(created, "three");
        connection.start();
        assertEquals("two", next());
        assertEquals("three", next());
    }

    @Test
    void close_waits_for_a_running_listener_which_can_use_everything_until_it_returns() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        MessageProducer producer = session.createProducer(orders);
        consumer.setMessageListener(message -> {
            heard.add("begun");
            await(release);
            try {
                producer.send(session.createTextMessage("from the listener"));
                heard.add("sent");
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        broker.deliver(created, "one");
        assertEquals("begun", next());
        CompletableFuture<Void> closing = async(connection::close);
        assertThrows(java.util.concurrent.TimeoutException.class, () -> closing.get(50, TimeUnit.MILLISECONDS));
        release.countDown();
        closing.get(10, TimeUnit.SECONDS);
        assertEquals("sent", next());
        broker.expect(Send.class);
        broker.expect(Acknowledge.class);
    }

    @Test
    void closing_a_consumer_waits_for_its_listener_alone() throws Exception {
        MessageConsumer other = session.createConsumer(session.createQueue("other"));
        CountDownLatch release = new CountDownLatch(1);
        consumer.setMessageListener(message -> {
            heard.add("begun");
            await(release);
        });
        broker.deliver(created, "one");
        assertEquals("begun", next());
        other.close();
        CompletableFuture<Void> closing = async(consumer::close);
        assertThrows(java.util.concurrent.TimeoutException.class, () -> closing.get(50, TimeUnit.MILLISECONDS));
        release.countDown();
        closing.get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_listener_can_send_asynchronously_and_commit() throws Exception {
        open(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(orders);
        consumer.setMessageListener(message -> {
            try {
                producer.send(session.createTextMessage("reply"), new CompletionListener() {
                    @Override
                    public void onCompletion(Message sent) {
                        heard.add("completed");
                    }

                    @Override
                    public void onException(Message sent, Exception exception) {
                        heard.add(exception.toString());
                    }
                });
                session.commit();
                heard.add("committed");
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        broker.deliver(created, "one");
        assertEquals("completed", next());
        assertEquals("committed", next());
    }

    @Test
    void an_interrupted_listener_does_not_end_its_thread() throws Exception {
        consumer.setMessageListener(message -> {
            heard.add(text(message));
            Thread.currentThread().interrupt();
        });
        broker.deliver(created, "one");
        assertEquals("one", next());
        broker.deliver(created, "two");
        assertEquals("two", next());
    }

    @Test
    void a_context_starts_with_its_first_consumer_unless_told_otherwise() throws Exception {
        try (JMSContext context = broker.factory().createContext()) {
            context.createConsumer(orders).setMessageListener(message -> heard.add(text(message)));
            broker.deliver(broker.expect(CreateConsumer.class), "one");
            assertEquals("one", next());
        }
        try (JMSContext context = broker.factory().createContext()) {
            context.setAutoStart(false);
            assertFalse(context.getAutoStart());
            context.createConsumer(orders).setMessageListener(message -> heard.add(text(message)));
            CreateConsumer waiting = broker.expect(CreateConsumer.class);
            context.createTemporaryQueue();
            broker.forget();
            context.start();
            broker.expect(Credit.class);
            broker.deliver(waiting, "two");
            assertEquals("two", next());
        }
    }

    @Test
    void contexts_share_a_connection_until_the_last_one_closes() throws Exception {
        int before = broker.links();
        JMSContext first = broker.factory().createContext();
        JMSContext second = first.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
        assertEquals(before + 1, broker.links());
        first.close();
        first.close();
        assertEquals(JMSContext.CLIENT_ACKNOWLEDGE, second.getSessionMode());
        second.createTextMessage("still usable");
        second.close();
        assertThrows(jakarta.jms.IllegalStateRuntimeException.class, second::createMessage);
        assertThrows(jakarta.jms.IllegalStateRuntimeException.class, () -> first.createContext(1));
    }
}

package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Connect;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.CreateTemporary;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Resume;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.TransactionOutcome;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers see of a lost link: time, or an exception that says the truth. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ResumingTest {
    private ScriptedBroker broker;
    private Connection connection;
    private Session session;
    private Queue orders;
    private MessageProducer producer;
    private MessageConsumer consumer;
    private CreateConsumer created;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        open("requestTimeoutMs=20000", Session.AUTO_ACKNOWLEDGE);
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
        producer = session.createProducer(orders);
        consumer = session.createConsumer(orders);
        created = broker.expect(CreateConsumer.class);
        broker.expect(Credit.class);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
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

    private CompletableFuture<Void> sending(String text) throws JMSException {
        TextMessage message = session.createTextMessage(text);
        return async(() -> producer.send(message));
    }

    private String receive() throws JMSException {
        Message message = consumer.receive(10_000);
        return message == null ? null : ((TextMessage) message).getText();
    }

    /** The consumer is open again and has granted its credit. */
    private CreateConsumer reopened() throws InterruptedException {
        CreateConsumer again = broker.expect(CreateConsumer.class);
        assertEquals(1000, broker.expect(Credit.class).messages());
        return again;
    }

    private void answerSends() {
        broker.on(FrameType.SEND, (link, frame) -> broker.confirm((Send) frame));
    }

    @Test
    void a_resume_says_what_the_client_still_waits_for() throws Exception {
        producer.send(session.createMessage());
        producer.send(session.createMessage());
        broker.ignore(FrameType.SEND);
        CompletableFuture<Void> third = sending("three");
        long sessionId = broker.expect(Send.class).session();
        broker.expect(Send.class);
        broker.expect(Send.class);
        broker.cut();
        Resume resume = broker.expect(Resume.class);
        assertArrayEquals(ScriptedBroker.TOKEN, resume.token());
        assertEquals(ScriptedBroker.BOOT, resume.bootId());
        assertNull(resume.clientId());
        assertEquals(1, resume.sessions().size());
        assertEquals(sessionId, resume.sessions().get(0).session());
        assertEquals(3, resume.sessions().get(0).persistentLowest());
        assertEquals(1, resume.sessions().get(0).nonPersistentLowest());
        assertEquals(1, resume.sessions().get(0).generation());
        Send again = broker.expect(Send.class);
        assertEquals(3, again.number());
        assertFalse(third.isDone());
        broker.confirm(again);
        third.get(10, TimeUnit.SECONDS);
        answerSends();
        producer.send(session.createMessage());
        assertEquals(4, broker.expect(Send.class).number());
    }

    @Test
    void acknowledgements_sends_and_consumers_come_back_in_this_order() throws Exception {
        broker.ignore(FrameType.ACKNOWLEDGE);
        broker.ignore(FrameType.SEND);
        broker.deliver(created, "one");
        broker.deliver(created, "two");
        assertEquals("one", receive());
        assertEquals("two", receive());
        CompletableFuture<Void> persistent = sending("persistent");
        broker.expect(Send.class);
        broker.expect(Acknowledge.class);
        broker.expect(Acknowledge.class);
        broker.forget();
        broker.cut();
        assertEquals(created.consumer(), broker.expect(CreateConsumer.class).consumer());
        List<Frame> before = broker.arrived(Resume.class, Acknowledge.class, Send.class, CreateConsumer.class);
        assertEquals(List.of(FrameType.RESUME, FrameType.ACKNOWLEDGE, FrameType.ACKNOWLEDGE, FrameType.SEND), before.stream().map(Frame::type).toList());
        assertEquals(1, ((Acknowledge) before.get(1)).number());
        assertEquals(2, ((Acknowledge) before.get(2)).number());
        assertEquals(1000, broker.expect(Credit.class).messages());
        broker.confirm((Send) before.get(3));
        persistent.get(10, TimeUnit.SECONDS);
        broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("of the old link's generation"));
        broker.deliver(created.consumer(), 1, 4, ScriptedBroker.text("three"));
        assertEquals("three", receive());
    }

    @Test
    void asynchronous_sends_survive_in_order() throws Exception {
        broker.ignore(FrameType.SEND);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        for (String text : List.of("one", "two", "three")) {
            producer.send(session.createTextMessage(text), new CompletionListener() {
                @Override
                public void onCompletion(Message message) {
                    told.add(text);
                }

                @Override
                public void onException(Message message, Exception exception) {
                    told.add(exception.toString());
                }
            });
            broker.expect(Send.class);
        }
        answerSends();
        broker.cut();
        assertEquals(1, broker.expect(Send.class).number());
        assertEquals(2, broker.expect(Send.class).number());
        assertEquals(3, broker.expect(Send.class).number());
        assertEquals("one", told.poll(10, TimeUnit.SECONDS));
        assertEquals("two", told.poll(10, TimeUnit.SECONDS));
        assertEquals("three", told.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void non_persistent_messages_are_sent_again_only_to_the_same_boot() throws Exception {
        broker.ignore(FrameType.SEND);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.send(session.createTextMessage("one"));
        broker.expect(Send.class);
        broker.cut();
        assertEquals(1, broker.expect(Send.class).number());
        broker.bootId(78);
        broker.cut();
        broker.expect(Resume.class);
        assertEquals(ScriptedBroker.BOOT, broker.expect(Resume.class).bootId());
        broker.expect(CreateConsumer.class);
        producer.send(session.createTextMessage("two"));
        Send two = broker.expect(Send.class);
        assertEquals(1, two.number(), "the series begins anew");
        assertEquals(2, two.message().header().number());
        broker.cut();
        assertEquals(78, broker.expect(Resume.class).bootId());
    }

    @Test
    void a_large_body_is_sent_again_with_its_chunks() throws Exception {
        broker.ignore(FrameType.SEND);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[300_000]);
        CompletableFuture<Void> sending = async(() -> producer.send(message));
        broker.expect(Send.class);
        broker.forget();
        broker.cut();
        Send again = broker.expect(Send.class);
        List<Frame> chunks = broker.arrived(Chunk.class);
        assertEquals(300_000, chunks.stream().mapToInt(chunk -> ((Chunk) chunk).bytes().length).sum());
        assertEquals(((Chunk) chunks.get(0)).stream(), again.bodyStream());
        broker.confirm(again);
        sending.get(10, TimeUnit.SECONDS);
    }

    @Test
    void what_is_called_without_a_link_waits_for_the_next() throws Exception {
        CountDownLatch connect = new CountDownLatch(1);
        broker.on(FrameType.CONNECT, (link, frame) -> CompletableFuture.runAsync(() -> {
            await(connect);
            link.send(broker.connected());
        }));
        broker.cut();
        CompletableFuture<Void> sending = sending("while down");
        CompletableFuture<Session> opening = CompletableFuture.supplyAsync(() -> {
            try {
                return connection.createSession();
            } catch (JMSException e) {
                throw new CompletionException(e);
            }
        });
        assertThrows(java.util.concurrent.TimeoutException.class, () -> sending.get(100, TimeUnit.MILLISECONDS));
        assertFalse(opening.isDone());
        connect.countDown();
        sending.get(10, TimeUnit.SECONDS);
        opening.get(10, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void requests_that_were_not_answered_are_asked_again() throws Exception {
        broker.ignore(FrameType.OPEN_SESSION);
        broker.ignore(FrameType.CLOSE_CONSUMER);
        broker.expect(OpenSession.class);
        CompletableFuture<Void> opening = async(connection::createSession);
        CompletableFuture<Void> closing = async(consumer::close);
        broker.expect(OpenSession.class);
        broker.expect(CloseConsumer.class);
        broker.on(FrameType.OPEN_SESSION, (link, frame) -> link.send(new io.postrider.transport.frame.Done(((OpenSession) frame).requestId(), 4711)));
        broker.on(FrameType.CLOSE_CONSUMER, (link, frame) -> link.send(new Failure(((CloseConsumer) frame).requestId(), ErrorCode.CONSUMER_UNKNOWN, "went with its link")));
        broker.cut();
        opening.get(10, TimeUnit.SECONDS);
        closing.get(10, TimeUnit.SECONDS);
        assertEquals(List.of(), broker.arrived(CreateConsumer.class), "a closed consumer is not opened again");
    }

    @Test
    void a_consumer_is_opened_again_under_the_id_that_it_may_have_got() throws Exception {
        broker.ignore(FrameType.CREATE_CONSUMER);
        CompletableFuture<Void> opening = async(() -> session.createConsumer(session.createTopic("news")));
        CreateConsumer first = broker.expect(CreateConsumer.class);
        broker.on(FrameType.CREATE_CONSUMER, (link, frame) -> link.send(new io.postrider.transport.frame.Done(((CreateConsumer) frame).requestId(), 4711)));
        broker.cut();
        opening.get(10, TimeUnit.SECONDS);
        CreateConsumer second = broker.expect(CreateConsumer.class);
        while (second.consumer() == created.consumer()) {
            second = broker.expect(CreateConsumer.class);
        }
        assertEquals(first.consumer(), second.consumer());
    }

    @Test
    void a_drain_is_asked_again() throws Exception {
        broker.ignore(FrameType.DRAIN);
        CompletableFuture<Message> receiving = CompletableFuture.supplyAsync(() -> {
            try {
                return consumer.receiveNoWait();
            } catch (JMSException e) {
                throw new CompletionException(e);
            }
        });
        broker.expect(Drain.class);
        broker.on(FrameType.DRAIN, (link, frame) -> link.send(new io.postrider.transport.frame.Drained(created.consumer(), ((Drain) frame).number())));
        broker.cut();
        assertNull(receiving.get(10, TimeUnit.SECONDS));
    }

    @Test
    void a_waiting_receive_goes_on_waiting() throws Exception {
        CompletableFuture<Message> receiving = CompletableFuture.supplyAsync(() -> {
            try {
                return consumer.receive(20_000);
            } catch (JMSException e) {
                throw new CompletionException(e);
            }
        });
        broker.forget();
        broker.cut();
        reopened();
        broker.deliver(created.consumer(), 1, 4, ScriptedBroker.text("at last"));
        assertEquals("at last", receiving.get(10, TimeUnit.SECONDS).getBody(String.class));
    }

    @Test
    void what_the_listener_has_is_not_delivered_to_it_again_and_acknowledged_late() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        consumer.setMessageListener(message -> {
            try {
                heard.add(((TextMessage) message).getText());
                if (heard.size() == 1) {
                    await(release);
                }
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("one"), 1, 1);
        while (heard.isEmpty()) {
            Thread.onSpinWait();
        }
        broker.forget();
        broker.ignore(FrameType.ACKNOWLEDGE);
        broker.cut();
        reopened();
        // once into the buffer, once behind the acknowledgement
        broker.deliver(created.consumer(), 1, 4, ScriptedBroker.text("one again"), 1, 2);
        session.createTemporaryQueue();
        release.countDown();
        Acknowledge late = broker.expect(Acknowledge.class);
        assertEquals(1, late.messages().get(0).position());
        broker.deliver(created.consumer(), 1, 4, ScriptedBroker.text("two"), 2, 1);
        while (heard.size() < 2) {
            Thread.onSpinWait();
        }
        assertEquals(List.of("one", "two"), new ArrayList<>(heard));
    }

    @Test
    void a_late_client_acknowledgement_tells_what_another_consumer_got() throws Exception {
        open("requestTimeoutMs=20000", Session.CLIENT_ACKNOWLEDGE);
        broker.deliver(created, "one");
        Message message = consumer.receive(10_000);
        broker.cut();
        broker.expect(CreateConsumer.class);
        broker.on(FrameType.ACKNOWLEDGE, (link, frame) -> {
            Acknowledge acknowledge = (Acknowledge) frame;
            link.send(new Refused(acknowledge.session(), Series.ACKNOWLEDGE, acknowledge.number(), ErrorCode.ACKNOWLEDGED_ELSEWHERE, "messages [1]"));
        });
        assertEquals("ACKNOWLEDGED_ELSEWHERE", assertThrows(JMSException.class, message::acknowledge).getErrorCode());
        assertEquals(1, broker.expect(Acknowledge.class).messages().size());
    }

    @Test
    void a_transaction_that_did_work_can_only_be_rolled_back() throws Exception {
        open("requestTimeoutMs=20000", Session.SESSION_TRANSACTED);
        producer.send(session.createTextMessage("lost with the link"));
        broker.expect(Send.class);
        broker.forget();
        broker.cut();
        reopened();
        producer.send(session.createTextMessage("dropped"));
        broker.deliver(created.consumer(), 1, 4, ScriptedBroker.text("handed over in vain"), 8, 1);
        assertEquals("handed over in vain", receive());
        assertThrows(TransactionRolledBackException.class, session::commit);
        Recover giveBack = broker.expect(Recover.class);
        assertEquals(2, giveBack.generation());
        assertEquals(8, giveBack.handedOver().get(0).position());
        assertEquals(List.of(), broker.arrived(Send.class, CommitTx.class, RollbackTx.class, Acknowledge.class));
        producer.send(session.createTextMessage("in the next one"));
        session.commit();
        assertEquals(2, broker.expect(Send.class).transaction());
        assertEquals(2, broker.expect(CommitTx.class).transaction());
    }

    @Test
    void a_transaction_that_did_nothing_goes_on() throws Exception {
        open("requestTimeoutMs=20000", Session.SESSION_TRANSACTED);
        broker.cut();
        broker.expect(CreateConsumer.class);
        producer.send(session.createTextMessage("one"));
        session.commit();
        assertEquals(1, broker.expect(CommitTx.class).transaction());
    }

    private void commitAcrossCut(TransactionOutcome outcome) throws Exception {
        open("requestTimeoutMs=20000", Session.SESSION_TRANSACTED);
        broker.ignore(FrameType.COMMIT_TX);
        broker.on(FrameType.ASK_OUTCOME, (link, frame) -> {
            AskOutcome ask = (AskOutcome) frame;
            link.send(new Outcome(ask.requestId(), ask.session(), ask.transaction(), outcome, ErrorCode.NORMAL, ""));
        });
        producer.send(session.createTextMessage("one"));
        CompletableFuture<Void> committing = async(session::commit);
        broker.expect(CommitTx.class);
        broker.cut();
        try {
            committing.get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw (Exception) e.getCause();
        } finally {
            assertEquals(1, broker.expect(AskOutcome.class).transaction());
            assertEquals(List.of(), broker.arrived(CommitTx.class));
        }
    }

    @Test
    void a_commit_in_flight_is_asked_about_and_was_done() throws Exception {
        commitAcrossCut(TransactionOutcome.COMMITTED);
    }

    @Test
    void a_commit_in_flight_is_asked_about_and_was_not_done() {
        assertThrows(TransactionRolledBackException.class, () -> commitAcrossCut(TransactionOutcome.ROLLED_BACK));
    }

    @Test
    void a_commit_that_never_arrived_is_rolled_back() throws Exception {
        assertThrows(TransactionRolledBackException.class, () -> commitAcrossCut(TransactionOutcome.UNKNOWN));
        assertEquals(List.of(), broker.arrived(RollbackTx.class));
        broker.on(FrameType.COMMIT_TX, (link, frame) -> {
            CommitTx commit = (CommitTx) frame;
            link.send(new Outcome(commit.requestId(), commit.session(), commit.transaction(), TransactionOutcome.COMMITTED, ErrorCode.NORMAL, ""));
        });
        producer.send(session.createTextMessage("two"));
        session.commit();
        assertEquals(2, broker.expect(CommitTx.class).transaction());
    }

    @Test
    void temporary_destinations_are_made_again_for_a_new_boot_alone() throws Exception {
        session.createTemporaryQueue();
        broker.expect(CreateTemporary.class);
        broker.cut();
        broker.expect(CreateConsumer.class);
        assertEquals(List.of(), broker.arrived(CreateTemporary.class));
        broker.bootId(78);
        broker.cut();
        assertEquals("temp-5-1", broker.expect(CreateTemporary.class).destination().name());
    }

    @Test
    void a_consumer_that_cannot_be_opened_again_says_so() throws Exception {
        BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
        connection.setExceptionListener(told::add);
        broker.on(FrameType.CREATE_CONSUMER, (link, frame) -> link.send(
                new Failure(((CreateConsumer) frame).requestId(), ErrorCode.SUBSCRIPTION_IN_USE, "somebody took it")));
        broker.cut();
        assertEquals("SUBSCRIPTION_IN_USE", told.poll(10, TimeUnit.SECONDS).getErrorCode());
        assertEquals("somebody took it", assertThrows(JMSException.class, () -> consumer.receive(10_000)).getMessage());
        producer.send(session.createMessage());
    }

    @Test
    void a_forgotten_connection_is_lost_and_what_was_not_answered_is_unknown() throws Exception {
        BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
        connection.setExceptionListener(told::add);
        broker.ignore(FrameType.SEND);
        CompletableFuture<Void> sending = sending("one");
        broker.expect(Send.class);
        BlockingQueue<Exception> completed = new LinkedBlockingQueue<>();
        Session other = connection.createSession();
        other.createProducer(orders).send(other.createMessage(), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                completed.add(new Exception("completed"));
            }

            @Override
            public void onException(Message message, Exception exception) {
                completed.add(exception);
            }
        });
        broker.expect(Send.class);
        broker.on(FrameType.RESUME, (link, frame) -> link.send(new Failure(((Resume) frame).requestId(), ErrorCode.TOKEN_UNKNOWN, "no connection of that token")));
        broker.cut();
        JMSException unknown = (JMSException) assertThrows(java.util.concurrent.ExecutionException.class, () -> sending.get(10, TimeUnit.SECONDS)).getCause();
        assertEquals("OUTCOME_UNKNOWN", unknown.getErrorCode());
        assertTrue(unknown.getMessage().contains("ID:"), unknown.getMessage());
        assertEquals("OUTCOME_UNKNOWN", ((JMSException) completed.poll(10, TimeUnit.SECONDS)).getErrorCode());
        assertEquals("CONNECTION_LOST", told.poll(10, TimeUnit.SECONDS).getErrorCode());
        assertEquals("CONNECTION_LOST", assertThrows(JMSException.class, () -> consumer.receive(10_000)).getErrorCode());
        assertThrows(JMSException.class, () -> producer.send(session.createMessage()));
        connection.close();
    }

    @Test
    void without_a_broker_the_connection_is_lost_after_the_retry_time() throws Exception {
        open("requestTimeoutMs=20000&reconnectTimeoutMs=200", Session.AUTO_ACKNOWLEDGE);
        BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
        connection.setExceptionListener(told::add);
        broker.close();
        assertEquals("CONNECTION_LOST", told.poll(20, TimeUnit.SECONDS).getErrorCode());
        assertThrows(JMSException.class, () -> connection.createSession());
    }

    @Test
    void closing_without_a_link_waits_for_none_if_there_is_nothing_to_bring() throws Exception {
        long begun = System.nanoTime();
        broker.close();
        consumer.close();
        session.close();
        connection.close();
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(15), "did not wait for its timeouts");
    }

    @Test
    void what_was_closed_without_a_link_is_closed_at_the_broker_later() throws Exception {
        CountDownLatch connect = new CountDownLatch(1);
        broker.on(FrameType.CONNECT, (link, frame) -> CompletableFuture.runAsync(() -> {
            await(connect);
            link.send(broker.connected());
        }));
        Session other = connection.createSession();
        other.createConsumer(orders);
        CreateConsumer otherCreated = broker.expect(CreateConsumer.class);
        broker.cut();
        broker.expect(Connect.class);
        broker.expect(Connect.class);
        consumer.close();
        other.close();
        connect.countDown();
        broker.expect(Resume.class);
        assertEquals(created.consumer(), broker.expect(CloseConsumer.class).consumer());
        assertEquals(otherCreated.consumer(), broker.expect(CloseConsumer.class).consumer(), "of the session that closed");
        broker.expect(CloseSession.class);
        assertEquals(List.of(), broker.arrived(CreateConsumer.class));
    }

    @Test
    void an_acknowledgement_on_its_way_makes_close_wait_for_a_link() throws Exception {
        broker.ignore(FrameType.ACKNOWLEDGE);
        broker.deliver(created, "one");
        assertEquals("one", receive());
        broker.expect(Acknowledge.class);
        broker.cut();
        connection.close();
        broker.expect(Resume.class);
        assertEquals(1, broker.expect(Acknowledge.class).number());
        broker.expect(Close.class);
    }

    @Test
    void the_connection_goes_on_at_another_host() throws Exception {
        try (ScriptedBroker other = new ScriptedBroker()) {
            connection.close();
            connection = new JmsConnectionFactory("postrider://127.0.0.1:" + broker.port() + ",127.0.0.1:" + other.port()).createConnection();
            session = connection.createSession();
            broker.close();
            other.expect(Resume.class);
            session.createProducer(session.createQueue("there")).send(session.createMessage());
            other.expect(Send.class);
        }
    }

    @Test
    void a_link_that_is_lost_again_while_resuming_is_resumed_again() throws Exception {
        broker.ignore(FrameType.SEND);
        CompletableFuture<Void> sending = sending("one");
        broker.expect(Send.class);
        broker.on(FrameType.RESUME, (link, frame) -> link.abort());
        broker.cut();
        broker.expect(Resume.class);
        broker.expect(Resume.class);
        answerSends();
        broker.on(FrameType.RESUME, (link, frame) -> link.send(new io.postrider.transport.frame.Done(((Resume) frame).requestId(), ScriptedBroker.BOOT)));
        sending.get(10, TimeUnit.SECONDS);
        assertEquals(1, broker.expect(Send.class).number());
    }
}

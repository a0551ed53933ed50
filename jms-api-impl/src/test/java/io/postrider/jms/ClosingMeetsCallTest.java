package io.postrider.jms;

import static io.postrider.jms.Calls.AT_ONCE_SECONDS;
import static io.postrider.jms.Calls.async;
import static io.postrider.jms.Calls.doing;
import static io.postrider.jms.Calls.ends;
import static io.postrider.jms.Calls.thrown;
import static io.postrider.jms.Calls.waiting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.jms.Calls.Action;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.CloseConsumer;
import io.postrider.transport.frame.CloseSession;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.CreateTemporary;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.Drain;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.OpenProducer;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.Recall;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Returned;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.Send;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call of one thread that meets the close of another: it ends with the close, and says what became of it. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClosingMeetsCallTest {
    private ScriptedBroker broker;
    private Connection connection;
    private Session session;
    private Queue orders;
    private MessageProducer producer;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        connection = factory().createConnection();
        connection.start();
        open(Session.AUTO_ACKNOWLEDGE);
    }

    private JmsConnectionFactory factory() {
        return broker.factory("requestTimeoutMs=120000&sendTimeoutMs=120000");
    }

    private void open(int mode) throws JMSException {
        session = connection.createSession(mode);
        orders = session.createQueue("orders");
        producer = session.createProducer(orders);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
    }

    private static void saysThatTheSessionWasClosed(CompletableFuture<?> call) {
        Throwable thrown = thrown(call);
        assertInstanceOf(IllegalStateException.class, thrown);
        assertTrue(thrown.getMessage().contains("closed"), thrown.getMessage());
    }

    private <F extends Frame> CompletableFuture<Void> begun(FrameType unanswered, Class<F> frame, Action call) throws Exception {
        broker.ignore(unanswered);
        CompletableFuture<Void> calling = doing(call);
        broker.expect(frame);
        return calling;
    }

    private void answerCloses() {
        broker.on(FrameType.CLOSE_SESSION, (link, frame) -> link.send(new Done(((CloseSession) frame).requestId(), 0)));
    }

    // --- what waits for an answer

    @Test
    void a_send_without_an_answer() throws Exception {
        CompletableFuture<Void> sending = begun(FrameType.SEND, Send.class, () -> producer.send(session.createTextMessage("one")));
        ends(doing(session::close));
        saysThatTheSessionWasClosed(sending);
    }

    @Test
    void a_send_that_the_broker_takes_meanwhile_succeeds() throws Exception {
        broker.on(FrameType.CLOSE_SESSION, (link, frame) -> {
            CloseSession close = (CloseSession) frame;
            link.send(new Confirmed(close.session(), io.postrider.transport.frame.Series.PERSISTENT, 1));
            link.send(new Done(close.requestId(), 0));
        });
        CompletableFuture<Void> sending = begun(FrameType.SEND, Send.class, () -> producer.send(session.createTextMessage("one")));
        ends(doing(session::close));
        ends(sending);
    }

    @Test
    void a_send_when_the_connection_closes() throws Exception {
        CompletableFuture<Void> sending = begun(FrameType.SEND, Send.class, () -> producer.send(session.createTextMessage("one")));
        ends(doing(connection::close));
        saysThatTheSessionWasClosed(sending);
    }

    @Test
    void a_send_when_its_context_closes() throws Exception {
        try (JMSContext context = factory().createContext()) {
            CompletableFuture<Void> sending = begun(FrameType.SEND, Send.class, () -> context.createProducer().send(orders, "one"));
            ends(doing(context::close));
            Throwable thrown = thrown(sending);
            assertInstanceOf(jakarta.jms.IllegalStateRuntimeException.class, thrown);
            assertTrue(thrown.getMessage().contains("closed"), thrown.getMessage());
        }
    }

    @Test
    void a_send_whose_session_the_broker_does_not_close_is_of_unknown_outcome() throws Exception {
        try (Connection hasty = broker.factory("requestTimeoutMs=300&sendTimeoutMs=120000").createConnection()) {
            Session own = hasty.createSession();
            MessageProducer sender = own.createProducer(orders);
            Called called = new Called();
            broker.ignore(FrameType.CLOSE_SESSION);
            broker.ignore(FrameType.SEND);
            sender.send(own.createTextMessage("one"), called);
            assertThrows(JMSException.class, own::close);
            Throwable thrown = thrown(called.outcome);
            assertEquals("OUTCOME_UNKNOWN", assertInstanceOf(JMSException.class, thrown).getErrorCode());
            assertTrue(thrown.getMessage().contains("closed"), thrown.getMessage());
            answerCloses();
        }
    }

    /** The callbacks of what the broker has not answered come with the close, and the broker keeps no session that nobody uses. */
    @Test
    void a_session_whose_close_times_out_is_closed_at_the_broker_all_the_same() throws Exception {
        try (Connection hasty = broker.factory("requestTimeoutMs=300").createConnection()) {
            Session own = hasty.createSession();
            broker.ignore(FrameType.SEND);
            Called called = new Called();
            own.createProducer(orders).send(own.createTextMessage("one"), called);
            assertThrows(JMSException.class, own::close);
            broker.expect(CloseSession.class);
            saysThatTheSessionWasClosed(called.outcome);
        }
    }

    @Test
    void a_sender_that_waits_for_credit_and_nothing_leaves_later() throws Exception {
        broker.producerCredit(0);
        MessageProducer poor = session.createProducer(session.createQueue("full"));
        CompletableFuture<Void> sending = waiting(() -> poor.send(session.createTextMessage("one")));
        ends(doing(session::close));
        saysThatTheSessionWasClosed(sending);
        assertEquals(java.util.List.of(), broker.arrived(Send.class));
    }

    @Test
    void an_asynchronous_send_that_waits_for_credit() throws Exception {
        broker.producerCredit(0);
        Queue full = session.createQueue("full");
        MessageProducer poor = session.createProducer(full);
        Called called = new Called();
        CompletableFuture<Void> sending = waiting(() -> poor.send(session.createTextMessage("one"), called));
        ends(doing(session::close));
        saysThatTheSessionWasClosed(sending);
        assertFalse(called.outcome.isDone(), "a send that threw has no callback");
    }

    @Test
    void a_commit() throws Exception {
        open(Session.SESSION_TRANSACTED);
        producer.send(session.createTextMessage("one"));
        CompletableFuture<Void> committing = begun(FrameType.COMMIT_TX, CommitTx.class, session::commit);
        ends(doing(session::close));
        saysThatTheSessionWasClosed(committing);
    }

    @Test
    void a_rollback() throws Exception {
        open(Session.SESSION_TRANSACTED);
        producer.send(session.createTextMessage("one"));
        CompletableFuture<Void> rollingBack = begun(FrameType.ROLLBACK_TX, RollbackTx.class, session::rollback);
        ends(doing(session::close));
        saysThatTheSessionWasClosed(rollingBack);
    }

    @Test
    void an_acknowledgement_and_a_recover() throws Exception {
        open(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(orders);
        broker.deliver(broker.expect(CreateConsumer.class), "one");
        Message message = consumer.receive();
        CompletableFuture<Void> acknowledging = begun(FrameType.ACKNOWLEDGE, Acknowledge.class, message::acknowledge);
        CompletableFuture<Void> recovering = begun(FrameType.RECOVER, Recover.class, session::recover);
        ends(doing(session::close));
        saysThatTheSessionWasClosed(acknowledging);
        saysThatTheSessionWasClosed(recovering);
    }

    @Test
    void what_is_being_created() throws Exception {
        CompletableFuture<Void> consumer = begun(FrameType.CREATE_CONSUMER, CreateConsumer.class, () -> session.createConsumer(orders));
        CompletableFuture<Void> browser = begun(FrameType.BROWSE, Browse.class, () -> session.createBrowser(orders));
        CompletableFuture<Void> opening = begun(FrameType.OPEN_PRODUCER, OpenProducer.class,
                () -> session.createProducer(session.createQueue("new")));
        CompletableFuture<Void> temporary = begun(FrameType.CREATE_TEMPORARY, CreateTemporary.class, session::createTemporaryQueue);
        ends(doing(session::close));
        saysThatTheSessionWasClosed(consumer);
        saysThatTheSessionWasClosed(browser);
        saysThatTheSessionWasClosed(opening);
        saysThatTheSessionWasClosed(temporary);
    }

    @Test
    void receive_calls_get_nothing() throws Exception {
        MessageConsumer consumer = session.createConsumer(orders);
        MessageConsumer other = session.createConsumer(orders);
        CompletableFuture<Message> receiving = async(consumer::receive);
        broker.ignore(FrameType.DRAIN);
        CompletableFuture<Message> looking = async(other::receiveNoWait);
        broker.expect(Drain.class);
        ends(doing(session::close));
        assertNull(ends(receiving));
        assertNull(ends(looking));
    }

    @Test
    void an_enumeration_is_at_its_end() throws Exception {
        QueueBrowser browser = session.createBrowser(orders);
        broker.ignore(FrameType.CREDIT);
        Enumeration<?> messages = browser.getEnumeration();
        CompletableFuture<Boolean> browsing = async(messages::hasMoreElements);
        ends(doing(session::close));
        assertEquals(false, ends(browsing));
    }

    /** What comes behind the CloseSession of its session, the broker takes for a breach of the protocol. */
    @Test
    void nothing_of_a_session_leaves_behind_its_close() throws Exception {
        session.createConsumer(orders);
        CreateConsumer created = broker.expect(CreateConsumer.class);
        broker.ignore(FrameType.CLOSE_SESSION);
        CompletableFuture<Void> closing = doing(session::close);
        CloseSession close = broker.expect(CloseSession.class);
        broker.send(new Recall(created.consumer()));
        answerCloses();
        broker.send(new Done(close.requestId(), 0));
        ends(closing);
        connection.createSession(); // what was answered before has arrived
        assertEquals(java.util.List.of(), broker.arrived(Returned.class));
    }

    // --- closing twice

    private void secondCloseWaits(FrameType unanswered, Class<? extends Frame> frame, java.util.function.ToLongFunction<Frame> request, Action close)
            throws Exception {
        broker.ignore(unanswered);
        CompletableFuture<Void> first = doing(close);
        Frame asked = broker.expect(frame);
        CompletableFuture<Void> second = waiting(close);
        assertFalse(second.isDone(), "the second close has returned before the first");
        answerCloses();
        broker.send(new Done(request.applyAsLong(asked), 0));
        ends(first);
        ends(second);
    }

    @Test
    void a_second_close_of_a_session_waits_for_the_first() throws Exception {
        secondCloseWaits(FrameType.CLOSE_SESSION, CloseSession.class, frame -> ((CloseSession) frame).requestId(), session::close);
    }

    @Test
    void a_second_close_of_a_consumer_waits_for_the_first() throws Exception {
        MessageConsumer consumer = session.createConsumer(orders);
        secondCloseWaits(FrameType.CLOSE_CONSUMER, CloseConsumer.class,
                frame -> ((CloseConsumer) frame).requestId(), consumer::close);
    }

    @Test
    void a_second_close_of_a_browser_waits_for_the_first() throws Exception {
        QueueBrowser browser = session.createBrowser(orders);
        browser.getEnumeration();
        broker.expect(CloseConsumer.class); // of the look whether it may be browsed
        secondCloseWaits(FrameType.CLOSE_CONSUMER, CloseConsumer.class, frame -> ((CloseConsumer) frame).requestId(), browser::close);
    }

    @Test
    void a_second_close_of_a_connection_waits_for_the_first() throws Exception {
        secondCloseWaits(FrameType.CLOSE_SESSION, CloseSession.class, frame -> ((CloseSession) frame).requestId(), connection::close);
    }

    @Test
    void a_second_close_of_a_context_waits_for_the_first() throws Exception {
        JMSContext context = factory().createContext();
        context.createTextMessage();
        secondCloseWaits(FrameType.CLOSE_SESSION, CloseSession.class, frame -> ((CloseSession) frame).requestId(), context::close);
    }

    @Test
    void a_second_close_of_a_connection_consumer_waits_for_the_first() throws Exception {
        jakarta.jms.ConnectionConsumer consumer = connection.createConnectionConsumer(orders, null, () -> null, 1);
        secondCloseWaits(FrameType.CLOSE_SESSION, CloseSession.class, frame -> ((CloseSession) frame).requestId(), consumer::close);
    }

    @Test
    void a_consumer_is_closed_when_its_session_is_closed_by_another_thread() throws Exception {
        MessageConsumer consumer = session.createConsumer(orders);
        broker.ignore(FrameType.CLOSE_SESSION);
        CompletableFuture<Void> first = doing(session::close);
        CloseSession asked = broker.expect(CloseSession.class);
        CompletableFuture<Void> second = waiting(consumer::close);
        answerCloses();
        assertFalse(second.isDone(), "the consumer is not closed at the broker yet");
        broker.send(new Done(asked.requestId(), 0));
        ends(first);
        ends(second);
    }

    @Test
    void a_listener_that_closes_its_consumer_does_not_wait_for_who_waits_for_it() throws Exception {
        MessageConsumer consumer = session.createConsumer(orders);
        CreateConsumer created = broker.expect(CreateConsumer.class);
        CountDownLatch closing = new CountDownLatch(1);
        CompletableFuture<Void> listened = new CompletableFuture<>();
        CountDownLatch entered = new CountDownLatch(1);
        consumer.setMessageListener(message -> {
            entered.countDown();
            try {
                closing.await(AT_ONCE_SECONDS, TimeUnit.SECONDS);
                consumer.close();
                listened.complete(null);
            } catch (Exception e) {
                listened.completeExceptionally(e);
            }
        });
        broker.deliver(created, "one");
        assertTrue(entered.await(AT_ONCE_SECONDS, TimeUnit.SECONDS));
        CompletableFuture<Void> first = waiting(consumer::close);
        closing.countDown();
        ends(listened);
        ends(first);
    }

    @Test
    void a_session_that_is_being_opened_does_not_hold_up_the_close_of_its_context() throws Exception {
        JMSContext context = factory().createContext();
        CompletableFuture<Void> opening = begun(FrameType.OPEN_SESSION, OpenSession.class, context::createTextMessage);
        ends(doing(context::close));
        assertInstanceOf(JMSRuntimeException.class, thrown(opening));
    }
}

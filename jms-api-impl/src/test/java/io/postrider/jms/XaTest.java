package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.jms.jndi.PostriderInitialContextFactory;
import io.postrider.jms.jndi.PostriderObjectFactory;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.Recover;
import io.postrider.transport.frame.Resume;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.frame.XaCommit;
import io.postrider.transport.frame.XaEnd;
import io.postrider.transport.frame.XaPrepare;
import io.postrider.transport.frame.XaRecover;
import io.postrider.transport.frame.XaRecovered;
import io.postrider.transport.frame.XaResult;
import io.postrider.transport.frame.XaRollback;
import io.postrider.transport.frame.XaStart;
import io.postrider.transport.message.XidImpl;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.naming.Context;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions in branches of global transactions (specification 6.2.13), and what a transaction manager is told. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class XaTest {
    private static final XidImpl XID = new XidImpl(1, new byte[] {1, 2, 3}, new byte[] {4});

    private ScriptedBroker broker;
    private XAConnection connection;
    private XASession session;
    private XAResource resource;
    private Queue orders;
    private MessageProducer producer;
    private MessageConsumer consumer;
    private CreateConsumer created;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        connection = broker.xaFactory("requestTimeoutMs=20000").createXAConnection();
        connection.start();
        session = connection.createXASession();
        resource = session.getXAResource();
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

    private interface XaCall {
        void run() throws XAException;
    }

    private static void fails(int code, XaCall call) {
        XAException failure = assertThrows(XAException.class, call::run);
        assertEquals(code, failure.errorCode, failure.getMessage());
    }

    private static CompletableFuture<Integer> async(XaCall call) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                call.run();
                return XAResource.XA_OK;
            } catch (XAException e) {
                return e.errorCode;
            }
        });
    }

    private static int code(CompletableFuture<Integer> call) throws Exception {
        return call.get(20, TimeUnit.SECONDS);
    }


    private void answer(FrameType type, XaCode code) {
        broker.on(type, (from, frame) -> from.send(new XaResult(requestId(frame), code, 0, "said the broker")));
    }

    private static long requestId(Frame frame) {
        return switch (frame.type()) {
            case XA_START -> ((XaStart) frame).requestId();
            case XA_END -> ((XaEnd) frame).requestId();
            case XA_PREPARE -> ((XaPrepare) frame).requestId();
            case XA_COMMIT -> ((XaCommit) frame).requestId();
            case XA_ROLLBACK -> ((XaRollback) frame).requestId();
            default -> throw new AssertionError(frame);
        };
    }

    @Test
    void what_is_done_in_a_branch_bears_its_number_and_goes_ahead_of_its_end() throws Exception {
        resource.setTransactionTimeout(30);
        resource.start(XID, XAResource.TMNOFLAGS);
        XaStart started = broker.expect(XaStart.class);
        assertEquals(StartFlag.NEW, started.flag());
        assertEquals(30_000, started.timeoutMs());
        assertEquals(XID, started.xid());
        long position = broker.deliver(created, "in");
        consumer.receive(10_000);
        producer.send(session.createTextMessage("out"));
        resource.end(XID, XAResource.TMSUCCESS);
        List<Frame> frames = broker.arrived(Send.class, Acknowledge.class, XaEnd.class);
        Send send = (Send) frames.get(0);
        assertEquals(Series.TRANSACTED, send.series());
        assertEquals(5_001, send.transaction());
        Acknowledge acknowledge = (Acknowledge) frames.get(1);
        assertEquals(0, acknowledge.number());
        assertEquals(5_001, acknowledge.transaction());
        assertEquals(position, acknowledge.messages().get(0).position());
        assertEquals(EndFlag.SUCCESS, ((XaEnd) frames.get(2)).flag());
    }

    /** As a transaction manager does it on a thread of its own when a transaction has timed out. */
    @Test
    void a_receive_call_ends_with_the_branch_that_it_began_in() throws Exception {
        resource.start(XID, XAResource.TMNOFLAGS);
        CompletableFuture<Void> receiving = Calls.waiting(consumer::receive);
        resource.end(XID, XAResource.TMFAIL);
        resource.rollback(XID);
        assertInstanceOf(jakarta.jms.IllegalStateException.class, Calls.thrown(receiving));
        assertEquals(List.of(), broker.arrived(Acknowledge.class));
    }

    @Test
    void what_comes_when_the_branch_of_a_receive_call_is_over_is_for_the_next_call() throws Exception {
        resource.start(XID, XAResource.TMNOFLAGS);
        CompletableFuture<Void> receiving = Calls.waiting(() -> consumer.receive());
        broker.on(FrameType.XA_END, (from, frame) -> {
            broker.deliver(created, "late");
            from.send(new XaResult(requestId(frame), XaCode.OK, 0, ""));
        });
        resource.end(XID, XAResource.TMFAIL);
        assertInstanceOf(jakarta.jms.IllegalStateException.class, Calls.thrown(receiving));
        assertEquals(List.of(), broker.arrived(Acknowledge.class));
        assertEquals("late", consumer.receive(10_000).getBody(String.class));
        broker.expect(Acknowledge.class);
    }

    @Test
    void a_receive_call_outside_of_a_branch_goes_on_when_one_ends_that_was_suspended() throws Exception {
        resource.start(XID, XAResource.TMNOFLAGS);
        resource.end(XID, XAResource.TMSUSPEND);
        CompletableFuture<Message> received = new CompletableFuture<>();
        CompletableFuture<Void> receiving = Calls.waiting(() -> received.complete(consumer.receive()));
        resource.end(XID, XAResource.TMFAIL);
        broker.deliver(created, "in");
        Calls.ends(receiving);
        assertEquals("in", received.get(10, TimeUnit.SECONDS).getBody(String.class));
    }

    @Test
    void outside_a_branch_a_session_sends_and_acknowledges_by_itself() throws Exception {
        broker.deliver(created, "in");
        consumer.receive(10_000);
        assertEquals(1, broker.expect(Acknowledge.class).number());
        producer.send(session.createMessage());
        assertEquals(Series.PERSISTENT, broker.expect(Send.class).series());
        assertTrue(session.getTransacted());
        assertThrows(TransactionInProgressException.class, session::commit);
        assertThrows(TransactionInProgressException.class, session::rollback);
        assertSame(session, session.getSession());
    }

    @Test
    void a_suspended_branch_keeps_its_number() throws Exception {
        resource.start(XID, XAResource.TMNOFLAGS);
        producer.send(session.createMessage());
        resource.end(XID, XAResource.TMSUSPEND);
        producer.send(session.createMessage());
        broker.on(FrameType.XA_START, (from, frame) -> from.send(new XaResult(requestId(frame), XaCode.OK, 5_001, "")));
        resource.start(XID, XAResource.TMRESUME);
        producer.send(session.createMessage());
        resource.end(XID, XAResource.TMFAIL);
        assertEquals(List.of(5_001L, 0L, 5_001L), broker.arrived(Send.class).stream().map(frame -> ((Send) frame).transaction()).toList());
        assertEquals(List.of(1L, 1L, 2L), broker.arrived(Send.class).stream().map(frame -> ((Send) frame).number()).toList());
    }

    @Test
    void an_end_waits_for_asynchronous_sends_and_their_callbacks() throws Exception {
        resource.start(XID, XAResource.TMNOFLAGS);
        CompletableFuture<Integer> fromCallback = new CompletableFuture<>();
        producer.send(session.createMessage(), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                try {
                    resource.end(XID, XAResource.TMSUCCESS);
                    fromCallback.complete(XAResource.XA_OK);
                } catch (XAException e) {
                    fromCallback.complete(e.errorCode);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                fromCallback.completeExceptionally(exception);
            }
        });
        resource.end(XID, XAResource.TMSUCCESS);
        assertEquals(XAException.XAER_PROTO, fromCallback.get(10, TimeUnit.SECONDS), "it would wait for itself");
    }

    @Test
    void answers_of_the_broker_are_the_codes_of_the_exceptions() throws Exception {
        for (XaCode code : XaCode.values()) {
            if (code != XaCode.OK && code != XaCode.RDONLY) {
                answer(FrameType.XA_COMMIT, code);
                XAException failure = assertThrows(XAException.class, () -> resource.commit(XID, false));
                assertEquals(code.number(), failure.errorCode);
                assertTrue(failure.getMessage().contains("said the broker"));
            }
        }
        answer(FrameType.XA_PREPARE, XaCode.RDONLY);
        assertEquals(XAResource.XA_RDONLY, resource.prepare(XID));
        answer(FrameType.XA_ROLLBACK, XaCode.RBTIMEOUT);
        resource.rollback(XID);
        resource.forget(XID);
        fails(XAException.XAER_INVAL, () -> resource.start(null, XAResource.TMNOFLAGS));
        fails(XAException.XAER_INVAL, () -> resource.start(XID, 77));
        fails(XAException.XAER_INVAL, () -> resource.end(XID, XAResource.TMNOFLAGS));
        fails(XAException.XAER_INVAL, () -> resource.recover(XAResource.TMONEPHASE));
        fails(XAException.XAER_INVAL, () -> resource.setTransactionTimeout(-1));
        assertEquals(0, resource.getTransactionTimeout());
    }

    @Test
    void a_rollback_of_a_session_in_no_branch_begins_a_generation() throws Exception {
        resource.rollback(XID);
        XaRollback named = broker.expect(XaRollback.class);
        assertEquals(1, named.generation());
        assertTrue(named.session() > 0);
        broker.expect(Credit.class);
        resource.start(XID, XAResource.TMNOFLAGS);
        resource.rollback(new XidImpl(1, new byte[] {9}, new byte[0]));
        assertEquals(0, broker.expect(XaRollback.class).session());
    }

    @Test
    void a_recover_asks_until_there_are_no_more() throws Exception {
        XidImpl other = new XidImpl(2, new byte[] {7}, new byte[0]);
        broker.on(FrameType.XA_RECOVER, (from, frame) -> {
            XaRecover recover = (XaRecover) frame;
            from.send(recover.after() == 0 ? new XaRecovered(recover.requestId(), 12, List.of(XID)) : new XaRecovered(recover.requestId(), 0, List.of(other)));
        });
        assertArrayEquals(new Xid[] {XID, other}, resource.recover(XAResource.TMSTARTRSCAN));
        assertEquals(0, resource.recover(XAResource.TMENDRSCAN).length);
    }

    @Test
    void without_a_connection_every_call_that_cannot_succeed_fails_as_the_resource_manager_and_not_as_an_error_of_it() throws Exception {
        broker.close();
        broker.cut();
        CompletableFuture<Integer> refused;
        do {
            // the loss may be known a moment later
            refused = async(() -> resource.start(XID, XAResource.TMJOIN));
        } while (code(refused) == XAResource.XA_OK);
        fails(XAException.XAER_RMFAIL, () -> resource.start(XID, XAResource.TMJOIN));
        fails(XAException.XAER_RMFAIL, () -> resource.prepare(XID));
        fails(XAException.XAER_RMFAIL, () -> resource.commit(XID, true));
        fails(XAException.XAER_RMFAIL, () -> resource.recover(XAResource.TMSTARTRSCAN));
        connection.close();
        fails(XAException.XAER_RMFAIL, () -> resource.commit(XID, false));
    }

    @Test
    void a_branch_that_was_active_when_the_link_was_lost_is_rolled_back() throws Exception {
        resource.start(XID, XAResource.TMNOFLAGS);
        producer.send(session.createMessage());
        broker.expect(Send.class);
        broker.cut();
        broker.expect(Resume.class);
        CreateConsumer again = broker.expect(CreateConsumer.class);
        broker.expect(Credit.class);
        broker.deliver(again.consumer(), 1, 4, ScriptedBroker.text("handed over in vain"));
        assertNotNull(consumer.receive(10_000));
        producer.send(session.createMessage());
        fails(XAException.XA_RBCOMMFAIL, () -> resource.end(XID, XAResource.TMSUCCESS));
        assertEquals(1, broker.expect(Recover.class).handedOver().size());
        assertEquals(List.of(), broker.arrived(Send.class, XaEnd.class, Acknowledge.class));
        producer.send(session.createMessage());
        assertEquals(0, broker.expect(Send.class).transaction(), "it is outside the branch now");
    }

    @Test
    void a_prepare_that_a_lost_link_met_is_asked_again() throws Exception {
        broker.ignore(FrameType.XA_PREPARE);
        CompletableFuture<Integer> preparing = async(() -> resource.prepare(XID));
        broker.expect(XaPrepare.class);
        answer(FrameType.XA_PREPARE, XaCode.NOTA);
        broker.cut();
        assertEquals(XAException.XA_RBCOMMFAIL, code(preparing));
        assertTrue(broker.expect(XaPrepare.class).again());
    }

    @Test
    void a_commit_that_a_lost_link_met_is_repeated_and_a_branch_that_is_gone_was_committed() throws Exception {
        broker.ignore(FrameType.XA_COMMIT);
        CompletableFuture<Integer> committing = async(() -> resource.commit(XID, false));
        broker.expect(XaCommit.class);
        answer(FrameType.XA_COMMIT, XaCode.NOTA);
        broker.cut();
        assertEquals(XAResource.XA_OK, code(committing));
        fails(XAException.XAER_NOTA, () -> resource.commit(XID, false));
    }

    @Test
    void the_outcome_of_a_commit_in_one_phase_that_a_lost_link_met_is_asked() throws Exception {
        broker.ignore(FrameType.XA_COMMIT);
        CompletableFuture<Integer> committing = async(() -> resource.commit(XID, true));
        XaCommit commit = broker.expect(XaCommit.class);
        assertEquals(1, commit.transaction());
        broker.cut();
        assertEquals(XAResource.XA_OK, code(committing));
        AskOutcome ask = broker.expect(AskOutcome.class);
        assertEquals(commit.session(), ask.session());
        assertEquals(1, ask.transaction());
        assertEquals(List.of(), broker.arrived(XaCommit.class), "it is never sent again");
    }

    @Test
    void the_outcome_of_a_commit_in_one_phase_that_the_broker_does_not_know_any_more_is_no_rollback() throws Exception {
        broker.ignore(FrameType.XA_COMMIT);
        broker.on(FrameType.ASK_OUTCOME, (link, frame) -> {
            AskOutcome ask = (AskOutcome) frame;
            link.send(new Outcome(ask.requestId(), ask.session(), ask.transaction(), TransactionOutcome.UNKNOWN, ErrorCode.TRANSACTION_ROLLED_BACK, ""));
        });
        CompletableFuture<Integer> committing = async(() -> resource.commit(XID, true));
        broker.expect(XaCommit.class);
        broker.cut();
        assertEquals(XAException.XAER_RMFAIL, code(committing));
    }

    /** The broker keeps the outcome of the last one alone. */
    @Test
    void commits_in_one_phase_go_one_after_the_other() throws Exception {
        BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
        broker.on(FrameType.XA_COMMIT, (link, frame) -> answers.add(() -> link.send(new XaResult(requestId(frame), XaCode.OK, 0, ""))));
        CompletableFuture<Integer> first = async(() -> resource.commit(XID, true));
        assertEquals(1, broker.expect(XaCommit.class).transaction());
        XidImpl other = new XidImpl(1, new byte[] {9}, new byte[] {9});
        CompletableFuture<Integer> second = async(() -> resource.commit(other, true));
        resource.prepare(new XidImpl(1, new byte[] {8}, new byte[] {8})); // something else goes through meanwhile
        assertEquals(List.of(), broker.arrived(XaCommit.class));
        answers.poll(20, TimeUnit.SECONDS).run();
        assertEquals(XAResource.XA_OK, code(first));
        XaCommit next = broker.expect(XaCommit.class);
        assertEquals(other, next.xid());
        assertEquals(2, next.transaction());
        answers.poll(20, TimeUnit.SECONDS).run();
        assertEquals(XAResource.XA_OK, code(second));
    }

    @Test
    void a_call_that_a_lost_link_met_waits_for_another_link_no_longer_than_for_an_answer() throws Exception {
        XAConnection impatient = broker.xaFactory("requestTimeoutMs=500").createXAConnection();
        XAResource ofImpatient = impatient.createXASession().getXAResource();
        broker.ignore(FrameType.XA_PREPARE);
        broker.ignore(FrameType.XA_ROLLBACK);
        CompletableFuture<Integer> preparing = async(() -> ofImpatient.prepare(XID));
        CompletableFuture<Integer> rollingBack = async(() -> ofImpatient.rollback(XID));
        broker.expect(XaPrepare.class);
        broker.expect(XaRollback.class);
        broker.ignore(FrameType.XA_COMMIT);
        CompletableFuture<Integer> committing = async(() -> ofImpatient.commit(XID, false));
        broker.expect(XaCommit.class);
        broker.close();
        assertEquals(XAException.XAER_RMFAIL, code(preparing));
        assertEquals(XAException.XAER_RMFAIL, code(rollingBack));
        assertEquals(XAException.XA_RETRY, code(committing));
        impatient.close();
    }

    @Test
    void a_commit_that_is_repeated_finds_its_branch_gone_if_the_first_came_through_after_all() throws Exception {
        XAConnection impatient = broker.xaFactory("requestTimeoutMs=500").createXAConnection();
        XAResource ofImpatient = impatient.createXASession().getXAResource();
        broker.ignore(FrameType.XA_COMMIT);
        fails(XAException.XA_RETRY, () -> ofImpatient.commit(XID, false));
        broker.expect(XaCommit.class);
        answer(FrameType.XA_COMMIT, XaCode.NOTA);
        ofImpatient.commit(XID, false);
        fails(XAException.XAER_NOTA, () -> ofImpatient.commit(XID, false));
        impatient.close();
    }

    @Test
    void a_branch_that_went_with_its_link_is_rolled_back_without_waiting_for_another() throws Exception {
        CompletableFuture<Resume> resuming = new CompletableFuture<>();
        resource.start(XID, XAResource.TMNOFLAGS);
        broker.on(FrameType.RESUME, (from, frame) -> resuming.complete((Resume) frame));
        broker.cut();
        resuming.get(10, TimeUnit.SECONDS);
        fails(XAException.XA_RBCOMMFAIL, () -> resource.end(XID, XAResource.TMFAIL));
        resource.rollback(XID);
        assertEquals(List.of(), broker.arrived(XaRollback.class));
        broker.on(FrameType.RESUME, (from, frame) -> from.send(new Done(((Resume) frame).requestId(), 1)));
        broker.cut();
        assertEquals(XID, broker.expect(XaRollback.class).xid());
    }

    @Test
    void a_start_that_a_lost_link_met_undoes_what_there_may_be_and_begins_anew() throws Exception {
        broker.ignore(FrameType.XA_START);
        CompletableFuture<Integer> starting = async(() -> resource.start(XID, XAResource.TMNOFLAGS));
        broker.expect(XaStart.class);
        answer(FrameType.XA_START, XaCode.OK);
        broker.cut();
        broker.expect(XaRollback.class);
        assertEquals(XID, broker.expect(XaStart.class).xid());
        assertEquals(XAResource.XA_OK, code(starting));
    }

    @Test
    void a_branch_that_begins_while_there_is_no_link_waits_for_one_and_so_do_commit_and_rollback() throws Exception {
        CompletableFuture<Runnable> resuming = new CompletableFuture<>();
        broker.on(FrameType.RESUME, (from, frame) -> resuming.complete(() -> from.send(new Done(((Resume) frame).requestId(), 1))));
        broker.cut();
        Runnable resume = resuming.get(10, TimeUnit.SECONDS);
        CompletableFuture<Integer> starting = async(() -> resource.start(XID, XAResource.TMNOFLAGS));
        CompletableFuture<Integer> committing = async(() -> resource.commit(new XidImpl(1, new byte[] {9}, new byte[0]), false));
        fails(XAException.XAER_RMFAIL, () -> resource.start(XID, XAResource.TMJOIN));
        CompletableFuture<Integer> rollingBack = async(() -> resource.rollback(new XidImpl(1, new byte[] {8}, new byte[0])));
        assertFalse(starting.isDone() || committing.isDone() || rollingBack.isDone());
        resume.run();
        assertEquals(XAResource.XA_OK, code(rollingBack));
        assertEquals(XAResource.XA_OK, code(starting));
        assertEquals(XAResource.XA_OK, code(committing));
    }

    @Test
    void a_start_that_is_answered_too_late_leaves_no_session_in_a_branch_that_nobody_knows_of() throws Exception {
        XASession impatient = broker.xaFactory("requestTimeoutMs=200").createXAConnection().createXASession();
        broker.ignore(FrameType.XA_START);
        fails(XAException.XAER_RMFAIL, () -> impatient.getXAResource().start(XID, XAResource.TMNOFLAGS));
        XaStart asked = broker.expect(XaStart.class);
        broker.send(new XaResult(asked.requestId(), XaCode.OK, 77, ""));
        assertEquals(EndFlag.FAIL, broker.expect(XaEnd.class).flag());
    }

    @Test
    void the_resource_of_a_closed_session_ends_branches_and_begins_none() throws Exception {
        session.close();
        resource.commit(XID, false);
        resource.commit(XID, true);
        assertEquals(0, broker.arrived(XaCommit.class).stream().mapToLong(frame -> ((XaCommit) frame).session()).max().orElseThrow());
        fails(XAException.XAER_RMFAIL, () -> resource.start(XID, XAResource.TMNOFLAGS));
        assertThrows(jakarta.jms.IllegalStateException.class, session::getSession);
    }

    @Test
    void each_kind_of_connection_has_its_kind_of_session() throws Exception {
        XAConnectionFactory factory = broker.xaFactory("requestTimeoutMs=5000");
        try (XAConnection plain = factory.createXAConnection(null, null)) {
            assertFalse(plain.createSession(false, Session.AUTO_ACKNOWLEDGE).getTransacted());
            assertTrue(resource.isSameRM(plain.createXASession().getXAResource()), "the same broker over another connection");
        }
        try (XAQueueConnection queues = ((XAQueueConnectionFactory) factory).createXAQueueConnection()) {
            assertNotNull(queues.createXAQueueSession().getQueueSession().createReceiver(orders));
            assertNotNull(queues.createXASession().getXAResource());
            assertNotNull(queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE));
        }
        ((XAQueueConnectionFactory) factory).createXAQueueConnection(null, null).close();
        try (XATopicConnection topics = ((XATopicConnectionFactory) factory).createXATopicConnection()) {
            assertNotNull(topics.createXATopicSession().getTopicSession().createTopic("t"));
            assertNotNull(topics.createXASession().getXAResource());
            assertNotNull(topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE));
        }
        ((XATopicConnectionFactory) factory).createXATopicConnection(null, null).close();
        factory.createXAContext(null, null).close();
        try (XAJMSContext context = factory.createXAContext()) {
            assertSame(context, context.getContext());
            assertTrue(context.getTransacted());
            assertEquals(JMSContext.SESSION_TRANSACTED, context.getSessionMode());
            assertThrows(TransactionInProgressRuntimeException.class, context::commit);
            assertThrows(TransactionInProgressRuntimeException.class, context::rollback);
            assertTrue(context.getXAResource().isSameRM(resource));
        }
    }

    @Test
    void a_factory_comes_out_of_naming_and_serialisation_as_one_for_global_transactions() throws Exception {
        JmsXaConnectionFactory factory = broker.xaFactory("clientId=c1");
        Object named = new PostriderObjectFactory().getObjectInstance(factory.getReference(), null, null, null);
        assertEquals(factory.getUrl(), assertInstanceOf(JmsXaConnectionFactory.class, named).getUrl());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(factory.getUrl(), assertInstanceOf(JmsXaConnectionFactory.class, in.readObject()).getUrl());
        }
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put("xaConnectionFactory.jms/xa", broker.url());
        environment.put("connectionFactory.jms/plain", broker.url());
        Context context = new PostriderInitialContextFactory().getInitialContext(environment);
        assertInstanceOf(XAConnectionFactory.class, context.lookup("jms/xa"));
        assertFalse(context.lookup("jms/plain") instanceof XAConnectionFactory);
    }
}

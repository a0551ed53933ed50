package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Credit;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.TransactionOutcome;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Local transactions (specification 6.2.7). */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TransactionTest {
    private ScriptedBroker broker;
    private Connection connection;
    private Session session;
    private MessageProducer producer;
    private MessageConsumer consumer;
    private CreateConsumer created;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        connection = broker.factory().createConnection();
        connection.start();
        session = connection.createSession(true, 0);
        Queue orders = session.createQueue("orders");
        producer = session.createProducer(orders);
        consumer = session.createConsumer(orders);
        created = broker.expect(CreateConsumer.class);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.close();
    }

    @Test
    void sends_and_acknowledgements_go_ahead_of_the_commit_and_nothing_waits_for_them() throws Exception {
        assertTrue(session.getTransacted());
        assertEquals(Session.SESSION_TRANSACTED, session.getAcknowledgeMode());
        long position = broker.deliver(created, "in");
        consumer.receive(10_000);
        producer.send(session.createTextMessage("one"));
        producer.send(session.createTextMessage("two"));
        session.commit();
        List<Frame> frames = broker.arrived(Send.class, Acknowledge.class, CommitTx.class);
        assertEquals(4, frames.size());
        Send one = (Send) frames.get(0);
        assertEquals(Series.TRANSACTED, one.series());
        assertEquals(1, one.number());
        assertEquals(1, one.transaction());
        assertEquals(2, ((Send) frames.get(1)).number());
        Acknowledge acknowledge = (Acknowledge) frames.get(2);
        assertEquals(0, acknowledge.number());
        assertEquals(1, acknowledge.transaction());
        assertEquals(position, acknowledge.messages().get(0).position());
        assertEquals(1, ((CommitTx) frames.get(3)).transaction());
        producer.send(session.createTextMessage("three"));
        session.commit();
        assertEquals(2, broker.arrived(CommitTx.class).size());
        Send three = (Send) broker.arrived(Send.class).get(2);
        assertEquals(1, three.number());
        assertEquals(2, three.transaction());
    }

    @Test
    void what_was_neither_sent_nor_received_needs_no_commit() throws Exception {
        session.commit();
        session.rollback();
        assertEquals(List.of(), broker.arrived(CommitTx.class, RollbackTx.class));
    }

    @Test
    void rollback_names_what_was_handed_over_and_begins_a_generation() throws Exception {
        broker.expect(Credit.class);
        long position = broker.deliver(created, "in");
        consumer.receive(10_000);
        producer.send(session.createMessage());
        session.rollback();
        RollbackTx rollback = broker.expect(RollbackTx.class);
        assertEquals(1, rollback.transaction());
        assertEquals(1, rollback.generation());
        assertEquals(position, rollback.handedOver().get(0).position());
        assertEquals(1000, broker.expect(Credit.class).messages(), "the buffer is asked for anew");
        broker.deliver(created.consumer(), 0, 4, ScriptedBroker.text("of the old generation"));
        broker.deliver(created.consumer(), 1, 4, ScriptedBroker.text("in"), position, 2);
        assertEquals("in", consumer.receive(10_000).getBody(String.class));
        session.commit();
        assertEquals(2, broker.expect(CommitTx.class).transaction());
    }

    @Test
    void a_refused_send_makes_the_commit_fail_with_its_reason() throws Exception {
        broker.on(FrameType.SEND, (link, frame) -> {
            Send send = (Send) frame;
            link.send(new Refused(send.session(), Series.TRANSACTED, send.number(), ErrorCode.DISK_FULL, "no room"));
        });
        broker.on(FrameType.COMMIT_TX, (link, frame) -> {
            CommitTx commit = (CommitTx) frame;
            link.send(new Outcome(commit.requestId(), commit.session(), commit.transaction(), TransactionOutcome.ROLLED_BACK, ErrorCode.DISK_FULL, "no room"));
        });
        producer.send(session.createMessage());
        TransactionRolledBackException failed = assertThrows(TransactionRolledBackException.class, session::commit);
        assertEquals("no room", failed.getMessage());
        assertEquals("DISK_FULL", ((JMSException) failed.getLinkedException()).getErrorCode());
        assertEquals(1, broker.expect(RollbackTx.class).transaction());
        session.commit();
        broker.ignore(FrameType.SEND);
        producer.send(session.createMessage());
        broker.on(FrameType.COMMIT_TX, (link, frame) -> {
            CommitTx commit = (CommitTx) frame;
            link.send(new Outcome(commit.requestId(), commit.session(), commit.transaction(), TransactionOutcome.COMMITTED, ErrorCode.NORMAL, ""));
        });
        session.commit();
    }

    @Test
    void recover_and_acknowledge_are_not_for_a_transacted_session() throws Exception {
        assertThrows(IllegalStateException.class, session::recover);
        Session plain = connection.createSession();
        assertThrows(IllegalStateException.class, plain::commit);
        assertThrows(IllegalStateException.class, plain::rollback);
        broker.deliver(created, "in");
        Message message = consumer.receive(10_000);
        message.acknowledge();
        assertEquals(List.of(), broker.arrived(Acknowledge.class));
    }

    @Test
    void a_callback_may_neither_commit_nor_roll_back() throws Exception {
        CompletableFuture<String> called = new CompletableFuture<>();
        producer.send(session.createMessage(), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                try {
                    session.commit();
                    called.complete("committed");
                } catch (IllegalStateException e) {
                    try {
                        session.rollback();
                        called.complete("rolled back");
                    } catch (IllegalStateException expected) {
                        called.complete("neither");
                    } catch (JMSException other) {
                        called.completeExceptionally(other);
                    }
                } catch (JMSException e) {
                    called.completeExceptionally(e);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                called.completeExceptionally(exception);
            }
        });
        assertEquals("neither", called.get(10, TimeUnit.SECONDS));
        session.commit();
    }

    @Test
    void a_commit_without_an_answer_says_that_its_outcome_is_unknown() throws Exception {
        connection.close();
        connection = broker.factory("requestTimeoutMs=100").createConnection();
        session = connection.createSession(Session.SESSION_TRANSACTED);
        producer = session.createProducer(session.createQueue("orders"));
        broker.ignore(FrameType.COMMIT_TX);
        producer.send(session.createMessage());
        assertEquals("OUTCOME_UNKNOWN", assertThrows(JMSException.class, session::commit).getErrorCode());
        assertFalse(session.getTransacted() && broker.arrived(CommitTx.class).isEmpty());
    }
}

package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;
import jakarta.jms.XATopicSession;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions in global transactions: the rules of 6.2.13 and 2.8, and what the XA specification asks of a resource manager. */
class Chapter6XaIT extends Rules {
    private XAConnection connection;
    private XASession session;
    private XAResource resource;
    private Queue queue;

    @BeforeEach
    void connect() throws Exception {
        connection = xaConnection();
        session = connection.createXASession();
        resource = session.getXAResource();
        queue = queue(session);
    }

    private XAConnection xaConnection() throws Exception {
        XAConnection made = Provider.xaFactory().createXAConnection(Provider.USER, Provider.PASSWORD);
        opened(made);
        made.start();
        return made;
    }

    private void send(Session by, String text) throws JMSException {
        by.createProducer(queue).send(by.createTextMessage(text));
    }

    private static void fails(int code, XaCall call) {
        XAException failure = assertThrows(XAException.class, call::run);
        assertEquals(code, failure.errorCode, failure.getMessage());
    }

    private interface XaCall {
        void run() throws Exception;
    }

    private static boolean lists(XAResource resource, XidValue xid) throws XAException {
        return Stream.of(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)).anyMatch(xid::names);
    }

    @Test
    @Section("6.2.13")
    void an_xa_session_is_transacted_and_leaves_commit_and_rollback_to_its_transaction_manager() throws Exception {
        assertTrue(session.getTransacted());
        assertEquals(Session.SESSION_TRANSACTED, session.getAcknowledgeMode());
        assertThrows(TransactionInProgressException.class, session::commit);
        assertThrows(TransactionInProgressException.class, session::rollback);
        assertThrows(jakarta.jms.IllegalStateException.class, session::recover);
        assertNotNull(session.getSession());
        session.close();
        assertThrows(jakarta.jms.IllegalStateException.class, session::commit);
        assertThrows(jakarta.jms.IllegalStateException.class, session::rollback);
        assertThrows(jakarta.jms.IllegalStateException.class, session::getSession);
    }

    @Test
    @Section("6.2.13")
    void what_is_sent_and_received_in_a_branch_takes_effect_with_its_commit_in_two_phases() throws Exception {
        Session plain = session();
        send(plain, "in");
        XidValue xid = XidValue.random();
        resource.start(xid, XAResource.TMNOFLAGS);
        MessageConsumer consumer = session.createConsumer(queue);
        assertEquals("in", text(consumer));
        send(session, "out");
        resource.end(xid, XAResource.TMSUCCESS);
        consumer.close();
        MessageConsumer other = plain.createConsumer(queue);
        nothing(other);
        assertEquals(XAResource.XA_OK, resource.prepare(xid));
        nothing(other);
        resource.commit(xid, false);
        assertEquals("out", text(other));
        nothing(other);
        assertFalse(lists(resource, xid));
    }

    @Test
    @Section("6.2.13")
    void a_rollback_of_either_kind_gives_back_what_was_received_in_order_and_marked() throws Exception {
        for (boolean prepared : new boolean[] {false, true}) {
            Session plain = session();
            for (String text : List.of("one", "two", "three")) {
                send(plain, text);
            }
            XidValue xid = XidValue.random();
            resource.start(xid, XAResource.TMNOFLAGS);
            MessageConsumer consumer = session.createConsumer(queue);
            assertEquals("one", text(consumer));
            assertEquals("two", text(consumer));
            send(session, "out");
            resource.end(xid, XAResource.TMSUCCESS);
            if (prepared) {
                resource.prepare(xid);
            }
            resource.rollback(xid);
            // outside a branch the session acknowledges automatically
            Message one = receive(consumer);
            assertEquals("one", one.getBody(String.class));
            assertTrue(one.getJMSRedelivered());
            assertEquals(2, one.getIntProperty("JMSXDeliveryCount"));
            assertEquals("two", text(consumer));
            Message three = receive(consumer);
            assertEquals("three", three.getBody(String.class));
            assertFalse(three.getJMSRedelivered());
            nothing(consumer);
            consumer.close();
        }
    }

    @Test
    @Section("6.2.13")
    void a_commit_in_one_phase_needs_no_prepare_and_a_branch_without_work_is_read_only() throws Exception {
        XidValue xid = XidValue.random();
        resource.start(xid, XAResource.TMNOFLAGS);
        send(session, "one");
        resource.end(xid, XAResource.TMSUCCESS);
        resource.commit(xid, true);
        assertEquals("one", text(session().createConsumer(queue)));
        XidValue idle = XidValue.random();
        resource.start(idle, XAResource.TMNOFLAGS);
        resource.end(idle, XAResource.TMSUCCESS);
        assertEquals(XAResource.XA_RDONLY, resource.prepare(idle));
        fails(XAException.XAER_NOTA, () -> resource.commit(idle, false));
    }

    @Test
    @Section("6.2.13")
    void a_session_ends_one_branch_and_works_in_another_before_the_first_is_prepared() throws Exception {
        XidValue first = XidValue.random();
        XidValue second = XidValue.random();
        resource.start(first, XAResource.TMNOFLAGS);
        send(session, "first");
        resource.end(first, XAResource.TMSUCCESS);
        resource.start(second, XAResource.TMNOFLAGS);
        send(session, "second");
        resource.end(second, XAResource.TMSUCCESS);
        resource.rollback(second);
        resource.prepare(first);
        resource.commit(first, false);
        MessageConsumer consumer = session().createConsumer(queue);
        assertEquals("first", text(consumer));
        nothing(consumer);
    }

    @Test
    @Section("6.2.13")
    void a_suspended_branch_is_resumed_where_it_was() throws Exception {
        XidValue xid = XidValue.random();
        resource.start(xid, XAResource.TMNOFLAGS);
        send(session, "in the branch");
        resource.end(xid, XAResource.TMSUSPEND);
        send(session, "outside");
        MessageConsumer consumer = session().createConsumer(queue);
        assertEquals("outside", text(consumer));
        nothing(consumer);
        resource.start(xid, XAResource.TMRESUME);
        send(session, "again in the branch");
        resource.end(xid, XAResource.TMSUCCESS);
        resource.commit(xid, true);
        assertEquals("in the branch", text(consumer));
        assertEquals("again in the branch", text(consumer));
    }

    @Test
    @Section("6.2.13")
    void resources_of_one_broker_are_the_same_manager_and_join_one_branch_over_two_connections() throws Exception {
        XASession joining = xaConnection().createXASession();
        assertTrue(resource.isSameRM(joining.getXAResource()));
        assertTrue(resource.isSameRM(resource));
        XidValue xid = XidValue.random();
        resource.start(xid, XAResource.TMNOFLAGS);
        joining.getXAResource().start(xid, XAResource.TMJOIN);
        send(session, "one");
        send(joining, "two");
        resource.end(xid, XAResource.TMSUCCESS);
        joining.getXAResource().end(xid, XAResource.TMSUCCESS);
        resource.prepare(xid);
        joining.getXAResource().commit(xid, false);
        MessageConsumer consumer = session().createConsumer(queue);
        assertEquals("one", text(consumer));
        assertEquals("two", text(consumer));
    }

    @Test
    @Section("6.2.13")
    void recover_finds_prepared_branches_over_another_connection_and_leaves_live_ones_alone() throws Exception {
        XidValue prepared = XidValue.random();
        resource.start(prepared, XAResource.TMNOFLAGS);
        send(session, "prepared");
        resource.end(prepared, XAResource.TMSUCCESS);
        resource.prepare(prepared);
        XidValue live = XidValue.random();
        resource.start(live, XAResource.TMNOFLAGS);
        send(session, "live");
        XAConnection other = xaConnection();
        XAResource recovering = other.createXASession().getXAResource();
        Xid[] found = recovering.recover(XAResource.TMSTARTRSCAN);
        assertTrue(Stream.of(found).anyMatch(prepared::names));
        assertFalse(Stream.of(found).anyMatch(live::names));
        assertEquals(0, recovering.recover(XAResource.TMNOFLAGS).length);
        assertEquals(0, recovering.recover(XAResource.TMENDRSCAN).length);
        fails(XAException.XAER_NOTA, () -> recovering.rollback(XidValue.random()));
        connection.close();
        recovering.commit(prepared, false);
        MessageConsumer consumer = session().createConsumer(queue);
        assertEquals("prepared", text(consumer));
        nothing(consumer);
        assertFalse(lists(recovering, prepared));
    }

    @Test
    @Section("6.2.13")
    void what_a_prepared_branch_sends_is_not_seen_by_browsers_and_what_it_takes_is_not_given_to_others() throws Exception {
        send(session(), "taken");
        XidValue xid = XidValue.random();
        resource.start(xid, XAResource.TMNOFLAGS);
        MessageConsumer consumer = session.createConsumer(queue);
        assertEquals("taken", text(consumer));
        send(session, "sent");
        resource.end(xid, XAResource.TMSUCCESS);
        resource.prepare(xid);
        consumer.close();
        Session other = session();
        try (QueueBrowser browser = other.createBrowser(queue)) {
            for (Enumeration<?> seen = browser.getEnumeration(); seen.hasMoreElements(); ) {
                assertFalse("sent".equals(((Message) seen.nextElement()).getBody(String.class)), "a browser sees what is only prepared");
            }
        }
        nothing(other.createConsumer(queue));
        resource.commit(xid, false);
    }

    @Test
    @Section("6.2.13")
    void calls_out_of_order_and_of_unknown_branches_are_refused_by_their_codes() throws Exception {
        XidValue xid = XidValue.random();
        fails(XAException.XAER_NOTA, () -> resource.end(xid, XAResource.TMSUCCESS));
        fails(XAException.XAER_NOTA, () -> resource.prepare(xid));
        fails(XAException.XAER_NOTA, () -> resource.rollback(xid));
        fails(XAException.XAER_NOTA, () -> resource.forget(xid));
        fails(XAException.XAER_NOTA, () -> resource.start(xid, XAResource.TMJOIN));
        fails(XAException.XAER_INVAL, () -> resource.start(xid, XAResource.TMSUCCESS));
        fails(XAException.XAER_INVAL, () -> resource.recover(XAResource.TMJOIN));
        resource.start(xid, XAResource.TMNOFLAGS);
        fails(XAException.XAER_PROTO, () -> resource.start(XidValue.random(), XAResource.TMNOFLAGS));
        fails(XAException.XAER_PROTO, () -> resource.prepare(xid));
        XASession other = xaConnection().createXASession();
        fails(XAException.XAER_DUPID, () -> other.getXAResource().start(xid, XAResource.TMNOFLAGS));
        resource.end(xid, XAResource.TMFAIL);
        XAException rolledBack = assertThrows(XAException.class, () -> resource.prepare(xid));
        assertTrue(rolledBack.errorCode >= XAException.XA_RBBASE && rolledBack.errorCode <= XAException.XA_RBEND);
    }

    @Test
    @Section("6.2.13")
    void a_branch_times_out_unless_it_is_prepared() throws Exception {
        assertTrue(resource.setTransactionTimeout(1));
        assertEquals(1, resource.getTransactionTimeout());
        XidValue xid = XidValue.random();
        resource.start(xid, XAResource.TMNOFLAGS);
        send(session, "late");
        MessageConsumer rolledBackInTheEnd = session().createConsumer(queue);
        send(session(), "taken");
        assertEquals("taken", text(rolledBackInTheEnd));
        // the broker looks at its branches once a second
        long end = System.nanoTime() + WAIT_MS * 1_000_000;
        while (System.nanoTime() < end && resource.getTransactionTimeout() == 1 && !isTimedOut(xid)) {
            Thread.onSpinWait();
        }
        fails(XAException.XA_RBTIMEOUT, () -> resource.end(xid, XAResource.TMSUCCESS));
        nothing(rolledBackInTheEnd);
    }

    /** Another resource may not join what has timed out. */
    private boolean isTimedOut(XidValue xid) throws Exception {
        XASession joining = connection.createXASession();
        try {
            joining.getXAResource().start(xid, XAResource.TMJOIN);
            joining.getXAResource().end(xid, XAResource.TMSUCCESS);
            return false;
        } catch (XAException e) {
            return true;
        } finally {
            joining.close();
        }
    }

    @Test
    @Section("6.2.13")
    void a_listener_works_in_the_branch_that_was_started_before_it_got_its_message() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        XidValue xid = XidValue.random();
        resource.start(xid, XAResource.TMNOFLAGS);
        CountDownLatch called = new CountDownLatch(1);
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                heard.add(message.getBody(String.class));
            } catch (JMSException e) {
                heard.add(e.toString());
            }
            called.countDown();
        });
        send(session(), "one");
        await(called);
        resource.end(xid, XAResource.TMSUCCESS);
        resource.commit(xid, true);
        session.close();
        assertEquals(List.of("one"), heard);
        nothing(session().createConsumer(queue));
    }

    @Test
    @Section("6.2.13")
    void a_branch_that_the_restart_of_the_broker_met_prepared_can_be_committed_and_one_that_was_active_is_rolled_back() throws Exception {
        Provider.assumeOurs();
        send(session(), "taken");
        XidValue prepared = XidValue.random();
        resource.start(prepared, XAResource.TMNOFLAGS);
        MessageConsumer consumer = session.createConsumer(queue);
        assertEquals("taken", text(consumer));
        send(session, "sent");
        resource.end(prepared, XAResource.TMSUCCESS);
        resource.prepare(prepared);
        consumer.close();
        XidValue active = XidValue.random();
        resource.start(active, XAResource.TMNOFLAGS);
        send(session, "lost with the branch");
        Provider.restart();
        XAResource recovering = xaConnection().createXASession().getXAResource();
        assertTrue(lists(recovering, prepared));
        fails(XAException.XA_RBCOMMFAIL, () -> resource.end(active, XAResource.TMSUCCESS));
        recovering.commit(prepared, false);
        MessageConsumer other = session().createConsumer(queue);
        assertEquals("sent", text(other));
        nothing(other);
        fails(XAException.XAER_NOTA, () -> recovering.commit(prepared, false));
    }

    @Test
    @Section("2.8.4")
    void an_xa_context_is_one_of_the_kind() throws Exception {
        try (XAJMSContext context = Provider.xaFactory().createXAContext(Provider.USER, Provider.PASSWORD)) {
            assertTrue(context.getTransacted());
            assertEquals(JMSContext.SESSION_TRANSACTED, context.getSessionMode());
            assertThrows(TransactionInProgressRuntimeException.class, context::commit);
            assertThrows(TransactionInProgressRuntimeException.class, context::rollback);
            XidValue xid = XidValue.random();
            context.getXAResource().start(xid, XAResource.TMNOFLAGS);
            context.getContext().createProducer().send(queue, "one");
            context.getXAResource().end(xid, XAResource.TMSUCCESS);
            context.getXAResource().commit(xid, true);
            assertEquals("one", text(session().createConsumer(queue)));
        }
    }

    @Test
    @Section("2.8")
    void the_domains_have_their_own_connections_and_sessions() throws Exception {
        if (Provider.xaFactory() instanceof XAQueueConnectionFactory factory) {
            XAQueueConnection queues = factory.createXAQueueConnection(Provider.USER, Provider.PASSWORD);
            opened(queues);
            XAQueueSession ofQueues = queues.createXAQueueSession();
            assertThrows(jakarta.jms.IllegalStateException.class, () -> ofQueues.createTopic("t"));
            assertNotNull(ofQueues.getQueueSession().createSender(queue));
            assertNotNull(queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE));
            assertSame(ofQueues.getXAResource(), ofQueues.getXAResource());
        }
        if (Provider.xaFactory() instanceof XATopicConnectionFactory factory) {
            XATopicConnection topics = factory.createXATopicConnection(Provider.USER, Provider.PASSWORD);
            opened(topics);
            XATopicSession ofTopics = topics.createXATopicSession();
            assertThrows(jakarta.jms.IllegalStateException.class, () -> ofTopics.createQueue("q"));
            assertNotNull(ofTopics.getTopicSession().createPublisher(topic(session())));
            assertNotNull(topics.createTopicSession(true, 0));
        }
        assertFalse(connection.createSession(false, Session.AUTO_ACKNOWLEDGE).getTransacted());
    }
}

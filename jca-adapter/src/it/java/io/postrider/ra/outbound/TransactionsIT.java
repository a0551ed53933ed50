package io.postrider.ra.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.FakeTransaction;
import io.postrider.ra.Outside;
import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.resource.spi.LocalTransactionException;
import jakarta.resource.spi.ManagedConnection;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** Chapter 7 and JMS 12.3: what an application does belongs to the transaction that its server has begun, or to none. */
class TransactionsIT extends Server {
    private final Queue queue = outside.queue(Outside.name());

    @Test
    void what_is_sent_in_a_global_transaction_is_there_when_that_is_committed() throws Exception {
        FakeTransaction transaction = pool.begin();
        try (Connection connection = connections().createConnection()) {
            Session session = connection.createSession();
            session.createProducer(queue).send(session.createTextMessage("hello"));
            assertTrue(session.getTransacted());
            assertEquals(Session.SESSION_TRANSACTED, session.getAcknowledgeMode());
        }
        outside.assertTexts(queue);
        transaction.commit();
        pool.over();
        outside.assertTexts(queue, "hello");
    }

    @Test
    void what_is_sent_in_a_global_transaction_is_gone_when_that_is_rolled_back() throws Exception {
        FakeTransaction transaction = pool.begin();
        try (JMSContext context = connections().createContext()) {
            context.createProducer().send(queue, "hello");
        }
        transaction.rollback();
        pool.over();
        outside.assertTexts(queue);
    }

    @Test
    void what_is_received_and_rolled_back_comes_again() throws Exception {
        outside.send(queue, "one", "two");
        FakeTransaction transaction = pool.begin();
        try (JMSContext context = connections().createContext()) {
            assertEquals("one", context.createConsumer(queue).receiveBody(String.class, WAIT_MS));
        }
        transaction.rollback();
        pool.over();
        Message again = outside.receiveMessage(queue);
        assertEquals("one", again.getBody(String.class));
        assertTrue(again.getJMSRedelivered());
    }

    /** As a server does it on a thread of its own, because of a timeout. */
    @Test
    void a_receive_call_that_waits_while_its_transaction_is_rolled_back_takes_no_message_after_that() throws Exception {
        FakeTransaction transaction = pool.begin();
        try (JMSContext context = connections().createContext()) {
            JMSConsumer consumer = context.createConsumer(queue);
            FutureTask<Message> receiving = new FutureTask<>(() -> consumer.receive(WAIT_MS));
            Thread application = new Thread(receiving, "application");
            application.start();
            while (application.getState() != Thread.State.TIMED_WAITING && !receiving.isDone()) {
                Thread.onSpinWait();
            }
            transaction.rollback();
            outside.send(queue, "late");
            ExecutionException failure = assertThrows(ExecutionException.class, () -> receiving.get(WAIT_MS, TimeUnit.MILLISECONDS));
            assertInstanceOf(JMSRuntimeException.class, failure.getCause());
        }
        pool.over();
        assertEquals("late", outside.receive(queue));
    }

    @Test
    void what_is_received_and_committed_is_gone_though_everything_was_closed_before() throws Exception {
        outside.send(queue, "one", "two");
        FakeTransaction transaction = pool.begin();
        try (Connection connection = connections().createConnection()) {
            connection.start();
            assertEquals("one", connection.createSession().createConsumer(queue).receive(WAIT_MS).getBody(String.class));
        }
        transaction.commit();
        pool.over();
        outside.assertTexts(queue, "two");
    }

    @Test
    void two_handles_in_one_transaction_share_a_connection_and_two_resources_of_one_broker_share_a_branch() throws Exception {
        FakeTransaction transaction = pool.begin();
        try (JMSContext one = connections().createContext(); JMSContext two = connections().createContext()) {
            one.createProducer().send(queue, "a");
            two.createProducer().send(queue, "b");
        }
        assertEquals(1, pool.made().size());
        ManagedConnection other = managed().createManagedConnection(null, null);
        transaction.enlist(other.getXAResource());
        try (Connection third = (Connection) other.getConnection(null, null)) {
            Session session = third.createSession();
            session.createProducer(queue).send(session.createTextMessage("c"));
        }
        assertEquals(1, transaction.branches());
        outside.assertTexts(queue);
        transaction.commit();
        pool.over();
        assertEquals(3, outside.texts(queue).size());
        other.destroy();
    }

    @Test
    void a_branch_is_rolled_back_though_the_work_of_one_session_in_it_was_not_ended() throws Exception {
        // as the transaction manager of GlassFish does it
        ManagedConnection one = managed().createManagedConnection(null, null);
        ManagedConnection two = managed().createManagedConnection(null, null);
        FakeTransaction.TestXid xid = new FakeTransaction.TestXid(queue.getQueueName().getBytes(), new byte[] {1});
        one.getXAResource().start(xid, XAResource.TMNOFLAGS);
        two.getXAResource().start(xid, XAResource.TMJOIN);
        for (ManagedConnection each : new ManagedConnection[] {one, two}) {
            Session session = ((Connection) each.getConnection(null, null)).createSession();
            session.createProducer(queue).send(session.createTextMessage("undone"));
        }
        one.getXAResource().end(xid, XAResource.TMSUCCESS);
        one.getXAResource().rollback(xid);
        two.getXAResource().end(xid, XAResource.TMSUCCESS);
        outside.assertTexts(queue);
        assertThrows(javax.transaction.xa.XAException.class, () -> two.getXAResource().end(xid, XAResource.TMSUCCESS));
        two.getXAResource().start(xid, XAResource.TMNOFLAGS);
        two.getXAResource().end(xid, XAResource.TMSUCCESS);
        two.getXAResource().rollback(xid);
        one.destroy();
        two.destroy();
    }

    @Test
    void two_brokers_commit_in_two_phases() throws Exception {
        try (io.postrider.ra.TestBroker second = new io.postrider.ra.TestBroker(); Outside there = new Outside(second)) {
            PostriderManagedConnectionFactory factory = new PostriderManagedConnectionFactory();
            factory.setServerUrl(second.url());
            ManagedConnection other = factory.createManagedConnection(null, null);
            FakeTransaction transaction = pool.begin();
            try (JMSContext one = connections().createContext()) {
                one.createProducer().send(queue, "here");
            }
            transaction.enlist(other.getXAResource());
            try (Connection two = (Connection) other.getConnection(null, null)) {
                Session session = two.createSession();
                session.createProducer(queue).send(session.createTextMessage("there"));
            }
            assertEquals(2, transaction.branches());
            transaction.commit();
            pool.over();
            outside.assertTexts(queue, "here");
            there.assertTexts(queue, "there");
            other.destroy();
        }
    }

    @Test
    void outside_of_a_transaction_it_is_sent_at_once_and_acknowledged_when_received() throws Exception {
        try (Connection connection = connections().createConnection()) {
            Session session = connection.createSession();
            session.createProducer(queue).send(session.createTextMessage("a"));
            outside.assertTexts(queue, "a");
            connection.start();
            assertEquals("a", session.createConsumer(queue).receive(WAIT_MS).getBody(String.class));
        }
        outside.assertTexts(queue);
    }

    @Test
    void there_is_no_transaction_and_no_acknowledgement_of_the_applications_own() throws Exception {
        for (int mode : new int[] {Session.SESSION_TRANSACTED, Session.CLIENT_ACKNOWLEDGE, Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            outside.send(queue, "x");
            try (JMSContext context = connections().createContext(mode)) {
                assertEquals(mode == Session.DUPS_OK_ACKNOWLEDGE ? mode : Session.AUTO_ACKNOWLEDGE, context.getSessionMode());
                assertFalse(context.getTransacted());
                assertEquals("x", context.createConsumer(queue).receiveBody(String.class, WAIT_MS));
                context.recover();
                context.acknowledge();
                assertThrows(jakarta.jms.IllegalStateRuntimeException.class, context::commit);
                assertThrows(jakarta.jms.IllegalStateRuntimeException.class, context::rollback);
            }
            outside.assertTexts(queue);
        }
        try (Connection connection = connections().createConnection()) {
            assertFalse(connection.createSession(true, Session.SESSION_TRANSACTED).getTransacted());
        }
    }

    @Test
    void in_a_transaction_a_session_cannot_end_it() throws Exception {
        FakeTransaction transaction = pool.begin();
        try (Connection connection = connections().createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            assertThrows(jakarta.jms.IllegalStateException.class, session::commit);
            assertThrows(jakarta.jms.IllegalStateException.class, session::rollback);
            assertThrows(jakarta.jms.IllegalStateException.class, session::recover);
        }
        transaction.commit();
        pool.over();
    }

    @Test
    void a_session_and_its_producer_go_through_several_transactions() throws Exception {
        try (Connection connection = connections().createConnection()) {
            Session session = connection.createSession();
            MessageProducer producer = session.createProducer(queue);
            ManagedConnection managed = pool.made().get(0);
            for (String text : new String[] {"kept", "undone", "kept too"}) {
                FakeTransaction transaction = new FakeTransaction();
                transaction.enlist(managed.getXAResource());
                producer.send(session.createTextMessage(text));
                if (text.equals("undone")) {
                    transaction.rollback();
                } else {
                    transaction.commit();
                }
            }
            producer.send(session.createTextMessage("outside"));
            outside.assertTexts(queue, "kept", "kept too", "outside");
        }
    }

    // --- local transactions, which the server leads (7.7)

    @Test
    void a_local_transaction_commits_and_rolls_back() throws Exception {
        try (JMSContext context = connections().createContext()) {
            ManagedConnection managed = pool.made().get(0);
            managed.getLocalTransaction().begin();
            assertThrows(LocalTransactionException.class, () -> managed.getLocalTransaction().begin());
            context.createProducer().send(queue, "kept");
            outside.assertTexts(queue);
            managed.getLocalTransaction().commit();
            outside.assertTexts(queue, "kept");
            managed.getLocalTransaction().begin();
            context.createProducer().send(queue, "undone");
            assertEquals("kept", context.createConsumer(queue).receiveBody(String.class, WAIT_MS));
            managed.getLocalTransaction().rollback();
            assertThrows(LocalTransactionException.class, () -> managed.getLocalTransaction().commit());
        }
        outside.assertTexts(queue, "kept");
    }

    @Test
    void an_open_local_transaction_is_rolled_back_by_cleanup_and_the_connection_is_as_good_as_before() throws Exception {
        outside.send(queue, "there");
        JMSContext context = connections().createContext();
        ManagedConnection managed = pool.made().get(0);
        managed.getLocalTransaction().begin();
        context.createProducer().send(queue, "undone");
        assertEquals("there", context.createConsumer(queue).receiveBody(String.class, WAIT_MS));
        context.close(); // has the pool clean it
        outside.assertTexts(queue, "there");
        managed.cleanup();
        try (JMSContext next = connections().createContext()) {
            assertEquals(1, pool.made().size());
            next.createProducer().send(queue, "next");
        }
        outside.assertTexts(queue, "there", "next");
    }

    // --- recovery (6.5.3.4, 7.6.2.8)

    @Test
    void a_prepared_branch_is_found_and_committed_over_a_connection_that_is_made_for_recovery() throws Exception {
        PostriderManagedConnectionFactory factory = managed();
        factory.setClientId("me-" + queue.getQueueName());
        ManagedConnection lost = factory.createManagedConnection(null, null);
        FakeTransaction transaction = new FakeTransaction();
        transaction.enlist(lost.getXAResource());
        Connection connection = (Connection) lost.getConnection(null, null);
        Session session = connection.createSession();
        session.createProducer(queue).send(session.createTextMessage("in doubt"));
        transaction.prepare();
        outside.assertTexts(queue);

        // the client identifier is still the other one's, and recovery does not need it
        ManagedConnection recovering = factory.createManagedConnection(null, null);
        XAResource resource = recovering.getXAResource();
        Xid found = Arrays.stream(resource.recover(XAResource.TMSTARTRSCAN)).filter(transaction.xid()::names).findFirst().orElseThrow();
        assertEquals(0, resource.recover(XAResource.TMENDRSCAN).length);
        resource.commit(found, false);
        outside.assertTexts(queue, "in doubt");
        assertTrue(Arrays.stream(resource.recover(XAResource.TMSTARTRSCAN)).noneMatch(transaction.xid()::names));
        // a server may look at it, but it is no connection for an application any more
        ConnectionHandle handle = (ConnectionHandle) recovering.getConnection(null, null);
        assertTrue(handle.isValid(5));
        handle.close();
        assertFalse(handle.isValid(5));
        assertThrows(jakarta.resource.ResourceException.class, () -> recovering.getConnection(null, new SignOn(null, null)));
        recovering.destroy();
        lost.destroy();
    }

    @Test
    void a_transaction_manager_may_ask_and_set_a_timeout_before_there_is_any_work() throws Exception {
        PostriderManagedConnectionFactory factory = managed();
        factory.setClientId("early-" + queue.getQueueName());
        ManagedConnection managed = factory.createManagedConnection(null, null);
        XAResource resource = managed.getXAResource();
        assertEquals(0, resource.getTransactionTimeout());
        assertTrue(resource.setTransactionTimeout(30));
        assertEquals(30, resource.getTransactionTimeout());
        assertTrue(resource.isSameRM(resource));
        FakeTransaction transaction = new FakeTransaction();
        transaction.enlist(resource);
        assertEquals(30, resource.getTransactionTimeout());
        assertTrue(resource.setTransactionTimeout(0));
        try (Connection connection = (Connection) managed.getConnection(null, new SignOn(null, null))) {
            assertEquals("early-" + queue.getQueueName(), connection.getClientID());
        }
        transaction.rollback();
        managed.destroy();
    }
}

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
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;
import jakarta.jms.XATopicSession;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** Sessions in global transactions (6.2.13, 2.8). */
class Chapter6XaIT extends XaRules {
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

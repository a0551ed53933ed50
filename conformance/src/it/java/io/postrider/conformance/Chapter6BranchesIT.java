package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.MessageConsumer;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** What the XA specification asks of a resource manager (6.2.13). */
class Chapter6BranchesIT extends XaRules {
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
}

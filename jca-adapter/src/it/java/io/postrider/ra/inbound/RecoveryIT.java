package io.postrider.ra.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.FakeBean;
import io.postrider.ra.FakeTransaction.TestXid;
import io.postrider.ra.TestBroker;
import jakarta.jms.JMSConsumer;
import jakarta.resource.spi.ActivationSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** 13.5.8: branches of message-driven beans that are in doubt are found and ended with no bean deployed. */
class RecoveryIT extends Beans {
    /** Two deliveries that are prepared, and a server that is lost then. */
    private List<TestXid> inDoubt() throws Exception {
        BlockingQueue<TestXid> xids = new LinkedBlockingQueue<>();
        PostriderActivationSpec spec = spec();
        spec.setClientId("id-" + name);
        FakeBean bean = activate(spec, new FakeBean(true, (message, delivery) -> xids.add(delivery.transaction().xid())));
        bean.prepareOnly();
        outside.send(queue, "a", "b");
        List<TestXid> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            all.add(xids.poll(WAIT_MS, TimeUnit.MILLISECONDS));
        }
        deactivate(bean);
        try (JMSConsumer consumer = outside.context().createConsumer(queue)) {
            assertNull(consumer.receive(NOTHING_MS), "a prepared branch keeps what it took");
        }
        return all;
    }

    private static List<Xid> found(XAResource resource, List<TestXid> expected) throws XAException {
        Xid[] all = resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
        return Arrays.stream(all).filter(each -> expected.stream().anyMatch(xid -> xid.names(each))).toList();
    }

    @Test
    void prepared_deliveries_are_committed_and_rolled_back_after_a_restart_of_all_with_no_bean_deployed() throws Exception {
        List<TestXid> prepared = inDoubt();
        adapter.stop();
        broker.stop();
        broker.start();
        adapter.start(server);
        PostriderActivationSpec spec = spec();
        spec.setClientId("id-" + name);
        XAResource[] resources = adapter.getXAResources(new ActivationSpec[] {spec});
        assertEquals(1, resources.length);
        List<Xid> found = found(resources[0], prepared);
        assertEquals(2, found.size());
        resources[0].commit(found.get(0), false);
        resources[0].rollback(found.get(1));
        assertEquals(List.of(), found(resources[0], prepared));
        assertEquals(1, outside.texts(queue).size());
        assertTrue(outside.receiveMessage(queue).getJMSRedelivered());
    }

    @Test
    void without_any_bean_the_adapters_own_broker_is_recovered() throws Exception {
        List<TestXid> prepared = inDoubt();
        for (ActivationSpec[] none : new ActivationSpec[][] {null, {}}) {
            XAResource[] resources = adapter.getXAResources(none);
            assertEquals(1, resources.length);
            assertFalse(found(resources[0], prepared).isEmpty());
            resources[0].rollback(found(resources[0], prepared).get(0));
        }
        assertEquals(2, outside.texts(queue).size());
    }

    @Test
    void each_broker_and_user_has_one_resource_and_what_cannot_be_used_is_left_out() throws Exception {
        PostriderActivationSpec anna = spec();
        anna.setUser(TestBroker.USER);
        anna.setPassword(TestBroker.PASSWORD);
        PostriderActivationSpec lost = spec();
        lost.setConnectionFactoryLookup("jms/nowhere");
        PostriderActivationSpec slow = topicSpec();
        slow.setRedeliveryDelayMs(5_000L);
        XAResource[] resources = adapter.getXAResources(new ActivationSpec[] {spec(), lost, anna, slow});
        assertEquals(2, resources.length);
        assertFalse(resources[0].isSameRM(resources[1]), "another user, whose branches the broker hides");
        assertTrue(resources[0].isSameRM(adapter.getXAResources(null)[0]));
        try (var context = broker.client().createXAContext(); TestBroker other = new TestBroker(); var elsewhere = other.client().createXAContext()) {
            assertTrue(resources[0].isSameRM(context.getXAResource()));
            assertFalse(resources[0].isSameRM(elsewhere.getXAResource()));
        }
    }

    @Test
    void a_resource_survives_the_absence_of_its_broker() throws Exception {
        List<TestXid> prepared = inDoubt();
        broker.stop();
        XAResource resource = adapter.getXAResources(null)[0];
        assertEquals(XAException.XAER_RMFAIL, assertThrows(XAException.class, () -> resource.recover(XAResource.TMSTARTRSCAN)).errorCode);
        broker.start();
        List<Xid> found = found(resource, prepared);
        assertEquals(2, found.size());
        for (Xid xid : found) {
            resource.commit(xid, false);
            assertEquals(XAException.XAER_NOTA, assertThrows(XAException.class, () -> resource.forget(xid)).errorCode);
        }
        outside.assertTexts(queue);
    }

    @Test
    void it_is_for_recovery_only() {
        XAResource resource = adapter.getXAResources(null)[0];
        assertEquals(XAException.XAER_PROTO, assertThrows(XAException.class, () -> resource.start(new TestXid(new byte[1], new byte[1]), 0)).errorCode);
        assertEquals(XAException.XAER_PROTO, assertThrows(XAException.class, () -> resource.end(new TestXid(new byte[1], new byte[1]), 0)).errorCode);
    }
}

package io.postrider.ra.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.FakeServer;
import io.postrider.ra.FakeTransaction;
import io.postrider.ra.PostriderResourceAdapter;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.transaction.Status;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application uses its handles while the server takes them away: neither waits for the other for ever, and nothing is left open. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HandlesTest {
    private static final long WAIT_MS = 5_000;
    private static final SignOn NOBODY = new SignOn(null, null);

    private final FakeClient client = new FakeClient();
    private final PostriderManagedConnectionFactory factory = new PostriderManagedConnectionFactory();
    private final ManagedJmsConnection managed;
    private final Connection handle;
    private final Session session;

    HandlesTest() throws Exception {
        managed = new ManagedJmsConnection(factory, NOBODY, client.connection(), null);
        handle = (Connection) managed.getConnection(null, NOBODY);
        session = handle.createSession();
    }

    /** On a thread of its own, which must be done at once whatever the caller holds. */
    private static void elsewhere(FakeClient.Meanwhile action) throws InterruptedException {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (Exception e) {
                // how it ends is not looked at
            }
        });
        thread.setDaemon(true);
        thread.start();
        thread.join(WAIT_MS);
        assertFalse(thread.isAlive(), "it waits for what waits for it");
    }

    @Test
    void the_pool_cleans_up_while_a_producer_is_being_opened() throws Exception {
        client.during("Session.createProducer", () -> elsewhere(managed::cleanup));
        assertThrows(IllegalStateException.class, () -> session.createProducer(null));
        assertEquals(1, client.count("MessageProducer.close"));
    }

    @Test
    void the_pool_cleans_up_while_a_consumer_is_being_opened() throws Exception {
        client.during("Session.createConsumer", () -> elsewhere(managed::cleanup));
        assertThrows(IllegalStateException.class, () -> session.createConsumer(null));
        assertEquals(1, client.count("MessageConsumer.close"));
    }

    @Test
    void a_handle_is_used_while_the_pool_closes_what_it_had() throws Exception {
        for (FakeClient.Meanwhile taking : new FakeClient.Meanwhile[] {managed::dissociateConnections, managed::cleanup, managed::destroy}) {
            Connection used = (Connection) managed.getConnection(null, NOBODY);
            MessageProducer producer = used.createSession().createProducer(null);
            client.during("MessageProducer.close", () -> elsewhere(() -> {
                try {
                    used.getClientID();
                } catch (JMSException e) {
                    producer.getPriority();
                }
            }));
            elsewhere(taking);
        }
        assertEquals(3, client.count("MessageProducer.close"));
    }

    @Test
    void a_handle_is_closed_while_it_asks_for_another_connection() throws Exception {
        MessageProducer producer = session.createProducer(null);
        ((ConnectionHandle) handle).allocatedBy(new Asked(() -> elsewhere(handle::close)), NOBODY);
        managed.dissociateConnections();
        assertThrows(JMSException.class, producer::getPriority);
    }

    @Test
    void a_producer_that_was_taken_away_is_made_again_with_its_options() throws Exception {
        MessageProducer producer = session.createProducer(null);
        producer.setPriority(7);
        ((ConnectionHandle) handle).allocatedBy(new Asked(() -> managed.associateConnection(handle)), NOBODY);
        managed.dissociateConnections();
        producer.getPriority();
        assertEquals(2, client.count("Session.createProducer"));
        assertEquals(2, client.count("MessageProducer.setPriority"));
        assertEquals(1, client.count("MessageProducer.close"));
    }

    @Test
    void nothing_is_done_outside_of_a_transaction_that_was_rolled_back_meanwhile() throws Exception {
        try (FakeServer server = new FakeServer()) {
            PostriderResourceAdapter adapter = new PostriderResourceAdapter();
            adapter.start(server);
            factory.setResourceAdapter(adapter);
            MessageProducer producer = session.createProducer(null);
            FakeTransaction transaction = new FakeTransaction();
            transaction.enlist(managed.getXAResource());
            server.transactionStatus(Status.STATUS_MARKED_ROLLBACK);
            producer.send(null); // is rolled back with it
            transaction.rollback();
            server.transactionStatus(Status.STATUS_ROLLEDBACK);
            assertThrows(IllegalStateException.class, () -> producer.send(null));
            assertThrows(IllegalStateException.class, () -> session.createConsumer(null));
            assertEquals(1, client.count("MessageProducer.send"));
            Session another = ((Connection) managed.getConnection(null, NOBODY)).createSession();
            assertThrows(IllegalStateException.class, () -> another.createProducer(null));
            server.transactionStatus(Status.STATUS_NO_TRANSACTION);
            producer.send(null);
            adapter.stop();
        }
    }

    @Test
    void a_session_forgets_what_the_application_has_closed() throws Exception {
        session.createProducer(null).close();
        session.createConsumer(null).close();
        session.createBrowser(null).close();
        session.createBrowser(null);
        assertEquals(1, ((SessionHandle) session).parts());
        session.close();
        assertEquals(2, client.count("QueueBrowser.close"));
    }

    @Test
    void a_connection_takes_its_client_identifier_before_it_is_started_for_a_handle() throws Exception {
        FakeClient other = new FakeClient();
        ManagedJmsConnection next = new ManagedJmsConnection(factory, NOBODY, other.connection(), "id");
        handle.start();
        managed.dissociateConnections();
        next.associateConnection(handle);
        List<String> calls = other.calls();
        assertTrue(calls.indexOf("XAConnection.setClientID") >= 0, calls::toString);
        assertTrue(calls.indexOf("XAConnection.setClientID") < calls.indexOf("XAConnection.start"), calls::toString);
    }

    /** A server that is asked for a connection for a handle without one. */
    private record Asked(FakeClient.Meanwhile answer) implements ConnectionManager, LazyAssociatableConnectionManager {
        @Override
        public Object allocateConnection(ManagedConnectionFactory of, ConnectionRequestInfo info) {
            throw new AssertionError("the handle is there");
        }

        @Override
        public void associateConnection(Object connection, ManagedConnectionFactory of, ConnectionRequestInfo info) throws ResourceException {
            try {
                answer.run();
            } catch (ResourceException e) {
                throw e;
            } catch (Exception e) {
                throw new ResourceException(e);
            }
        }

        @Override
        public void inactiveConnectionClosed(Object connection, ManagedConnectionFactory of) {
            // nothing is kept of it
        }
    }
}

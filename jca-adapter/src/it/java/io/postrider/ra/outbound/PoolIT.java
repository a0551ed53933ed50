package io.postrider.ra.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.FakeTransaction;
import io.postrider.ra.Outside;
import io.postrider.ra.TestBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** Chapters 6 and 8: matching, sharing, signing on, association, and connections that are lost. */
class PoolIT extends Server {
    private static final SignOn ANNA = new SignOn(TestBroker.USER, TestBroker.PASSWORD);

    private final Queue queue = outside.queue(Outside.name());

    private static Subject subject(PostriderManagedConnectionFactory factory, String user, String password) {
        PasswordCredential credential = new PasswordCredential(user, password.toCharArray());
        credential.setManagedConnectionFactory(factory);
        Subject subject = new Subject();
        subject.getPrivateCredentials().add(credential);
        return subject;
    }

    // --- matching (6.5.4.2)

    @Test
    void a_connection_matches_for_an_equal_factory_and_the_same_user() throws Exception {
        PostriderManagedConnectionFactory factory = managed();
        ManagedConnection anonymous = factory.createManagedConnection(null, null);
        ManagedConnection anna = factory.createManagedConnection(null, ANNA);
        Set<Object> both = Set.of(anonymous, anna, "a stranger");
        assertSame(anonymous, factory.matchManagedConnections(both, null, null));
        assertSame(anonymous, managed().matchManagedConnections(both, new Subject(), new SignOn("", "")));
        assertSame(anna, factory.matchManagedConnections(both, null, ANNA));
        assertSame(anna, factory.matchManagedConnections(both, subject(factory, TestBroker.USER, TestBroker.PASSWORD), null));
        assertNull(factory.matchManagedConnections(both, null, new SignOn(TestBroker.USER, "wrong")));
        assertNull(configured(new PostriderQueueManagedConnectionFactory()).matchManagedConnections(both, null, null));
        PostriderManagedConnectionFactory other = managed();
        other.setPrefetchMessages(1L);
        assertNull(other.matchManagedConnections(both, null, null));
        anna.destroy();
        assertNull(factory.matchManagedConnections(Set.of(anna), null, ANNA));
        assertEquals(Set.of(anna), factory.getInvalidConnections(Set.of(anna, anonymous)));
        anonymous.destroy();
    }

    @Test
    void a_connection_is_used_again_as_whom_it_was_made_and_as_nobody_else() throws Exception {
        ConnectionFactory factory = connections();
        factory.createConnection().close();
        factory.createConnection().close();
        assertEquals(1, pool.made().size());
        factory.createConnection(TestBroker.USER, TestBroker.PASSWORD).close();
        factory.createConnection(TestBroker.USER, TestBroker.PASSWORD).close();
        assertEquals(2, pool.made().size());
        ManagedConnection anonymous = pool.made().get(0);
        assertThrows(SecurityException.class, () -> anonymous.getConnection(null, ANNA));
    }

    @Test
    void a_connection_that_can_begin_no_work_in_a_transaction_is_reported_to_its_pool() throws Exception {
        ManagedConnection connection = managed().createManagedConnection(null, null);
        connection.addConnectionEventListener(pool);
        connection.getConnection(null, null);
        XAException refused = assertThrows(XAException.class,
                () -> connection.getXAResource().start(new FakeTransaction.TestXid(new byte[] {1}, new byte[] {2}), XAResource.TMJOIN));
        assertEquals(XAException.XAER_NOTA, refused.errorCode);
        assertEquals(1, pool.errors(1, Outside.WAIT_MS).size());
        assertSame(connection, pool.errors(1, 0).get(0).getSource());
        connection.destroy();
    }

    // --- signing on (8.4)

    @Test
    void the_container_signs_on_with_a_credential() throws Exception {
        PostriderManagedConnectionFactory factory = managed();
        pool.subject(subject(managed(), TestBroker.USER, TestBroker.PASSWORD));
        ((ConnectionFactory) factory.createConnectionFactory(pool)).createConnection().close();
        assertEquals(TestBroker.USER, pool.made().get(0).getMetaData().getUserName());
    }

    @Test
    void an_empty_user_of_the_container_is_the_configured_one() throws Exception {
        PostriderManagedConnectionFactory factory = managed();
        factory.setUserName(TestBroker.USER);
        factory.setPassword("wrong");
        pool.subject(subject(factory, "", ""));
        assertThrows(JMSSecurityException.class, () -> ((ConnectionFactory) factory.createConnectionFactory(pool)).createConnection());
        PostriderManagedConnectionFactory right = managed();
        right.setUserName(TestBroker.USER);
        right.setPassword(TestBroker.PASSWORD);
        pool.subject(subject(right, "", ""));
        ((ConnectionFactory) right.createConnectionFactory(pool)).createConnection().close();
    }

    @Test
    void a_user_that_the_broker_does_not_know_is_refused_when_the_connection_is_made() throws Exception {
        PostriderManagedConnectionFactory factory = managed();
        assertThrows(SecurityException.class, () -> factory.createManagedConnection(subject(factory, TestBroker.USER, "wrong"), null));
        assertThrows(SecurityException.class, () -> factory.createManagedConnection(null, new SignOn("nobody", "x")));
        assertThrows(JMSSecurityException.class, () -> connections().createConnection("nobody", "x"));
        assertThrows(jakarta.jms.JMSSecurityRuntimeException.class, () -> connections().createContext("nobody", "x"));
    }

    @Test
    void a_configured_client_identifier_is_there_from_the_first_handle_on() throws Exception {
        PostriderManagedConnectionFactory factory = managed();
        factory.setClientId("id-" + queue.getQueueName());
        ConnectionFactory connections = (ConnectionFactory) factory.createConnectionFactory(pool);
        try (JMSContext context = connections.createContext()) {
            assertEquals("id-" + queue.getQueueName(), context.getClientID());
            context.createDurableConsumer(context.createTopic("t"), "s").close();
            context.unsubscribe("s");
        }
        try (JMSContext context = connections.createContext()) {
            assertEquals("id-" + queue.getQueueName(), context.getClientID());
        }
    }

    // --- what a managed connection says (6.5.5)

    @Test
    void metadata_is_there() throws Exception {
        ManagedConnection managed = managed().createManagedConnection(null, ANNA);
        assertEquals("Postrider", managed.getMetaData().getEISProductName());
        assertNotNull(managed.getMetaData().getEISProductVersion());
        assertEquals(0, managed.getMetaData().getMaxConnections());
        assertEquals(TestBroker.USER, managed.getMetaData().getUserName());
        PrintWriter writer = new PrintWriter(PrintWriter.nullWriter());
        managed.setLogWriter(writer);
        assertSame(writer, managed.getLogWriter());
        assertFalse(managed.toString().contains(TestBroker.PASSWORD));
        ManagedConnection other = managed().createManagedConnection(null, ANNA);
        assertFalse(managed.equals(other));
        other.destroy();
        managed.destroy();
        managed.destroy();
    }

    @Test
    void cleanup_may_come_twice_and_ends_every_handle() throws Exception {
        Connection one = connections().createConnection();
        ManagedConnection managed = pool.made().get(0);
        Connection two = (Connection) managed.getConnection(null, null);
        managed.cleanup();
        managed.cleanup();
        for (Connection each : List.of(one, two)) {
            assertThrows(jakarta.jms.IllegalStateException.class, each::createSession);
            each.close();
        }
        assertEquals(0, pool.free(), "the pool has cleaned it itself, and is told nothing of it");
    }

    // --- association (7.14, 7.16.1)

    @Test
    void a_handle_moves_to_another_connection_with_all_that_was_made_with_it() throws Exception {
        PostriderManagedConnectionFactory factory = managed();
        ManagedConnection first = factory.createManagedConnection(null, null);
        ManagedConnection second = factory.createManagedConnection(null, null);
        Connection connection = (Connection) first.getConnection(null, null);
        connection.start();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        producer.setTimeToLive(60_000);
        producer.setPriority(9);
        MessageConsumer consumer = session.createConsumer(queue);
        producer.send(session.createTextMessage("a"));
        second.associateConnection(connection);
        first.destroy();
        producer.send(session.createTextMessage("b"));
        assertEquals(60_000, producer.getTimeToLive());
        assertEquals(9, producer.getPriority());
        assertEquals("a", consumer.receive(WAIT_MS).getBody(String.class));
        assertEquals(9, consumer.receive(WAIT_MS).getJMSPriority());
        assertThrows(ResourceException.class, () -> second.associateConnection("a stranger"));
        connection.close();
        second.destroy();
        assertThrows(ResourceException.class, () -> second.associateConnection(connection));
    }

    @Test
    void a_handle_that_its_server_took_the_connection_from_gets_one_when_it_is_used_again() throws Exception {
        JMSContext context = connections().createContext();
        var consumer = context.createConsumer(queue);
        context.createProducer().send(queue, "a");
        pool.dissociate();
        assertEquals(1, pool.free());
        try (JMSContext other = connections().createContext()) {
            other.createProducer().send(queue, "b");
            assertEquals(1, pool.made().size());
            assertEquals("a", consumer.receiveBody(String.class, WAIT_MS));
            assertEquals(2, pool.made().size(), "the first one was in use");
        }
        assertEquals("b", consumer.receiveBody(String.class, WAIT_MS));
        pool.dissociate();
        context.close();
        assertEquals(1, pool.inactiveClosed());
        assertThrows(jakarta.jms.IllegalStateRuntimeException.class, () -> context.createTextMessage());
        assertEquals(2, pool.free());
    }

    @Test
    void a_connection_with_temporary_destinations_keeps_its_handles() throws Exception {
        try (JMSContext context = connections().createContext()) {
            Queue temporary = context.createTemporaryQueue();
            assertThrows(ResourceException.class, () -> pool.dissociate());
            context.createProducer().send(temporary, "a");
            assertEquals("a", context.createConsumer(temporary).receiveBody(String.class, WAIT_MS));
        }
    }

    @Test
    void a_temporary_destination_that_its_application_has_deleted_keeps_no_handle() throws Exception {
        try (JMSContext context = connections().createContext()) {
            TemporaryQueue deleted = context.createTemporaryQueue();
            TemporaryTopic topic = context.createTemporaryTopic();
            try (JMSConsumer consumer = context.createConsumer(deleted)) {
                assertThrows(JMSException.class, deleted::delete);
                assertThrows(ResourceException.class, () -> pool.dissociate());
                context.createProducer().setJMSReplyTo(deleted).send(deleted, "a");
                assertEquals(deleted, consumer.receive(WAIT_MS).getJMSReplyTo());
            }
            deleted.delete();
            assertThrows(ResourceException.class, () -> pool.dissociate());
            topic.delete();
            pool.dissociate();
            assertThrows(jakarta.jms.InvalidDestinationException.class, deleted::delete);
        }
    }

    // --- connections that are lost

    @Test
    void a_connection_that_cannot_delete_a_temporary_destination_for_want_of_a_broker_does_not_go_back_and_holds_nobody_up() throws Exception {
        try (TestBroker mortal = new TestBroker()) {
            PostriderManagedConnectionFactory factory = new PostriderManagedConnectionFactory();
            factory.setServerUrl(mortal.url());
            factory.setReconnectTimeoutMs(TimeUnit.MINUTES.toMillis(5));
            factory.setRequestTimeoutMs(2_000L);
            ManagedConnection managed = factory.createManagedConnection(null, null);
            Connection connection = (Connection) managed.getConnection(null, null);
            connection.createSession().createTemporaryQueue();
            mortal.stop();
            long begin = System.nanoTime();
            assertThrows(ResourceException.class, managed::cleanup);
            managed.destroy();
            assertTrue(System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(WAIT_MS));
        }
    }

    @Test
    void the_pool_is_told_once_when_the_broker_is_lost_for_good() throws Exception {
        try (TestBroker mortal = new TestBroker()) {
            PostriderManagedConnectionFactory factory = new PostriderManagedConnectionFactory();
            factory.setServerUrl(mortal.url());
            factory.setReconnectTimeoutMs(0L);
            factory.setRequestTimeoutMs(5_000L);
            ConnectionFactory connections = (ConnectionFactory) factory.createConnectionFactory(pool);
            JMSContext context = connections.createContext();
            context.createProducer().send(queue, "a");
            connections.createConnection(TestBroker.USER, TestBroker.PASSWORD).close();
            mortal.stop();
            List<ConnectionEvent> errors = pool.errors(2, WAIT_MS);
            assertEquals(Set.copyOf(pool.made()), errors.stream().map(ConnectionEvent::getSource).collect(Collectors.toSet()));
            assertEquals(2, errors.size());
            assertEquals(ConnectionEvent.CONNECTION_ERROR_OCCURRED, errors.get(0).getId());
            assertNotNull(errors.get(0).getException());
            assertThrows(jakarta.jms.JMSRuntimeException.class, () -> context.createProducer().send(queue, "b"));
            context.close();
            assertEquals(Set.copyOf(pool.made()), factory.getInvalidConnections(Set.copyOf(pool.made())));
            assertEquals(0, pool.free());
            assertThrows(JMSException.class, connections::createConnection);
            mortal.start();
            try (JMSContext next = connections.createContext()) {
                assertEquals("a", next.createConsumer(queue).receiveBody(String.class, WAIT_MS));
            }
        }
    }

    @Test
    void a_restart_of_the_broker_is_not_the_end_of_a_connection() throws Exception {
        try (TestBroker mortal = new TestBroker()) {
            PostriderManagedConnectionFactory factory = new PostriderManagedConnectionFactory();
            factory.setServerUrl(mortal.url());
            ConnectionFactory connections = (ConnectionFactory) factory.createConnectionFactory(pool);
            try (JMSContext context = connections.createContext()) {
                context.createProducer().send(queue, "a");
                mortal.stop();
                assertEquals(Set.of(), factory.getInvalidConnections(Set.copyOf(pool.made())));
                mortal.start();
                context.createProducer().send(queue, "b");
                assertEquals("a", context.createConsumer(queue).receiveBody(String.class, WAIT_MS));
            }
            assertEquals(1, pool.made().size());
            assertEquals(1, pool.free());
            pool.destroy();
        }
    }
}

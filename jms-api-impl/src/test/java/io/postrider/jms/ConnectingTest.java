package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.Connect;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.SaslChallenge;
import io.postrider.transport.frame.SaslResponse;
import io.postrider.transport.frame.SetClientId;
import io.postrider.transport.sasl.SaslException;
import io.postrider.transport.sasl.ScramCredentials;
import io.postrider.transport.sasl.ScramSha256Server;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.XAConnection;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a connection begins, and who it is. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConnectingTest {
    private ScriptedBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void without_a_user_a_connection_is_anonymous() throws Exception {
        try (Connection connection = broker.factory().createConnection()) {
            Connect connect = broker.expect(Connect.class);
            assertEquals("ANONYMOUS", connect.mechanism());
            assertEquals(1, connect.versionLowest());
            assertEquals(1, connect.versionHighest());
            assertTrue(connect.product().startsWith("Postrider client "), connect.product());
            assertNull(connection.getClientID());
        }
        broker.expect(Close.class);
    }

    private void answerScram(String password, boolean provingIt) throws SaslException {
        byte[] salt = new byte[ScramSha256Server.SALT_BYTES];
        ScramCredentials stored = ScramCredentials.derive(password, salt, ScramCredentials.ITERATIONS_MIN);
        AtomicReference<ScramSha256Server> server = new AtomicReference<>();
        broker.on(FrameType.CONNECT, (link, frame) -> {
            server.set(new ScramSha256Server(user -> user.equals("alice") ? stored : null, new byte[32], ScramCredentials.ITERATIONS_MIN, new Random(1)));
            try {
                link.send(new SaslChallenge(server.get().challenge(((Connect) frame).response())));
            } catch (SaslException e) {
                link.close(ErrorCode.AUTHENTICATION_FAILED, e.getMessage());
            }
        });
        broker.on(FrameType.SASL_RESPONSE, (link, frame) -> {
            try {
                byte[] last = server.get().finish(((SaslResponse) frame).data());
                if (!provingIt) {
                    last[4] ^= 1;
                }
                Connected plain = broker.connected();
                link.send(new Connected(1, 0, plain.token(), 5, "node", ScriptedBroker.BOOT, 0, plain.limits(), last));
            } catch (SaslException e) {
                link.close(ErrorCode.AUTHENTICATION_FAILED, "user name or password is wrong");
            }
        });
    }

    @Test
    void a_user_is_authenticated_without_showing_the_password() throws Exception {
        answerScram("secret", true);
        try (Connection connection = broker.factory("user=alice&password=secret").createConnection()) {
            assertEquals("SCRAM-SHA-256", broker.expect(Connect.class).mechanism());
            connection.createSession();
        }
    }

    @Test
    void a_wrong_password_is_a_security_exception_in_both_apis() throws Exception {
        answerScram("secret", true);
        assertThrows(JMSSecurityException.class, () -> broker.factory().createConnection("alice", "wrong"));
        JMSSecurityRuntimeException refused = assertThrows(JMSSecurityRuntimeException.class, () -> broker.factory().createContext("alice", "wrong"));
        assertEquals("AUTHENTICATION_FAILED", refused.getErrorCode());
    }

    @Test
    void a_broker_that_does_not_know_the_password_is_not_believed() throws Exception {
        answerScram("secret", false);
        assertThrows(JMSSecurityException.class, () -> broker.factory().createConnection("alice", "secret"));
    }

    @Test
    void users_of_one_broker_are_different_resource_managers() throws Exception {
        JmsXaConnectionFactory factory = broker.xaFactory("requestTimeoutMs=5000");
        try (XAConnection nobody = factory.createXAConnection()) {
            answerScram("secret", true);
            try (XAConnection alice = factory.createXAConnection("alice", "secret"); XAConnection again = factory.createXAConnection("alice", "secret")) {
                XAResource hers = alice.createXASession().getXAResource();
                XAResource anybodys = nobody.createXASession().getXAResource();
                assertTrue(hers.isSameRM(again.createXASession().getXAResource()));
                assertFalse(hers.isSameRM(anybodys), "her branches are hidden from nobody in particular");
                assertFalse(anybodys.isSameRM(hers));
            }
        }
    }

    @Test
    void a_readable_password_does_not_leave_without_tls() {
        JMSSecurityException refused = assertThrows(JMSSecurityException.class,
                () -> broker.factory("user=alice&password=secret&mechanism=PLAIN").createConnection());
        assertTrue(refused.getMessage().contains("TLS"), refused.getMessage());
        assertEquals(0, broker.links());
    }

    @Test
    void a_refusal_of_the_broker_says_why() {
        broker.on(FrameType.CONNECT, (link, frame) -> link.close(ErrorCode.VERSION_UNSUPPORTED, "this broker speaks 7"));
        JMSException refused = assertThrows(JMSException.class, () -> broker.factory().createConnection());
        assertEquals("VERSION_UNSUPPORTED", refused.getErrorCode());
        assertTrue(refused.getMessage().contains("this broker speaks 7"), refused.getMessage());
    }

    @Test
    void without_a_broker_each_host_is_named() {
        int port = broker.port();
        broker.close();
        JMSException none = assertThrows(JMSException.class,
                () -> new JmsConnectionFactory("postrider://127.0.0.1:" + port + ",localhost:" + port).createConnection());
        assertTrue(none.getMessage().contains("127.0.0.1:" + port) && none.getMessage().contains("localhost:" + port), none.getMessage());
    }

    @Test
    void the_second_host_is_tried_when_the_first_is_not_there() throws Exception {
        int freePort;
        try (ScriptedBroker gone = new ScriptedBroker()) {
            freePort = gone.port();
        }
        try (Connection connection = new JmsConnectionFactory("postrider://127.0.0.1:" + freePort + ",127.0.0.1:" + broker.port()).createConnection()) {
            connection.createSession();
        }
    }

    @Test
    void a_client_id_of_the_factory_is_set_and_stays() throws Exception {
        try (Connection connection = broker.factory("clientId=cts").createConnection()) {
            assertEquals("cts", broker.expect(SetClientId.class).clientId());
            assertEquals("cts", connection.getClientID());
            assertThrows(IllegalStateException.class, () -> connection.setClientID("other"));
        }
    }

    @Test
    void a_client_id_can_be_set_only_first() throws Exception {
        try (Connection connection = broker.factory().createConnection()) {
            connection.setClientID("one");
            assertEquals("one", connection.getClientID());
            assertThrows(IllegalStateException.class, () -> connection.setClientID("two"));
        }
        try (Connection connection = broker.factory().createConnection()) {
            connection.start();
            assertThrows(IllegalStateException.class, () -> connection.setClientID("late"));
        }
        try (Connection connection = broker.factory().createConnection()) {
            assertThrows(InvalidClientIDException.class, () -> connection.setClientID(""));
            assertThrows(InvalidClientIDException.class, () -> connection.setClientID(null));
        }
    }

    @Test
    void a_client_id_in_use_is_refused() throws Exception {
        broker.on(FrameType.SET_CLIENT_ID, (link, frame) -> link.send(new Failure(((SetClientId) frame).requestId(), ErrorCode.CLIENT_ID_IN_USE, "taken")));
        try (Connection connection = broker.factory().createConnection()) {
            assertThrows(InvalidClientIDException.class, () -> connection.setClientID("taken"));
        }
        assertThrows(InvalidClientIDException.class, () -> broker.factory("clientId=taken").createConnection());
        broker.expect(Close.class);
        broker.expect(Close.class);
    }

    @Test
    void a_context_can_set_its_client_id_before_anything_else() throws Exception {
        try (JMSContext context = broker.factory().createContext()) {
            context.setClientID("context");
            assertEquals("context", context.getClientID());
            assertEquals("context", broker.expect(SetClientId.class).clientId());
        }
    }

    @Test
    void a_connection_is_closed_once_and_then_refuses() throws Exception {
        Connection connection = broker.factory().createConnection();
        connection.close();
        connection.close();
        assertThrows(IllegalStateException.class, connection::createSession);
        assertThrows(IllegalStateException.class, connection::getClientID);
        assertThrows(IllegalStateException.class, connection::start);
        assertThrows(IllegalStateException.class, connection::stop);
        assertThrows(IllegalStateException.class, connection::getMetaData);
        assertThrows(IllegalStateException.class, () -> connection.setExceptionListener(null));
    }
}

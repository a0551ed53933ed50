package io.postrider.broker.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.core.Command;
import io.postrider.broker.core.Principal;
import io.postrider.broker.security.Authenticator.Openness;
import io.postrider.broker.security.Role;
import io.postrider.broker.security.UsersFile;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.Connect;
import io.postrider.transport.frame.Connected;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Inspect;
import io.postrider.transport.frame.OpenSession;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.SaslResponse;
import io.postrider.transport.net.TlsClientOptions;
import io.postrider.transport.net.TlsServerOptions;
import io.postrider.transport.sasl.ScramSha256Client;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HandshakeIT {
    private static final String WRONG = "the user name or the password is wrong";

    @TempDir
    Path folder;

    private TestBroker.Setup setup;
    private TestBroker broker;
    private TestClient client;

    @BeforeEach
    void one_user() throws Exception {
        UsersFile users = new UsersFile(folder.resolve("users"), new SecureRandom());
        users.add("ann", "secret", Role.ADMINISTRATOR);
        setup = new TestBroker.Setup(users);
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        broker.close();
    }

    @Test
    void a_right_password_is_attached_and_answered_by_the_core() throws Exception {
        start();

        ScramSha256Client scram = client.scram("ann", "secret");
        Command.Attach attach = broker.expect(Command.Attach.class);
        attach.peer().send(new Connected(attach.version(), attach.features(), attach.token(), 1, "node", 2, 3, TestBroker.LIMITS, attach.saslFinal()));

        scram.verify(client.expect(Connected.class).saslFinal());
        assertEquals(new Principal("ann", true), attach.principal());
        assertEquals("test client", attach.product());
        assertEquals(1, attach.version());
        assertEquals(16, attach.token().length);
        assertTrue(attach.peer().description().startsWith("ann at 127.0.0.1:"), attach.peer().description());
    }

    @Test
    void a_wrong_password_and_an_unknown_user_are_told_the_same() throws Exception {
        start();
        client.scram("ann", "wrong");
        assertEquals(WRONG, client.expectClose(ErrorCode.AUTHENTICATION_FAILED).detail());

        reconnect();
        client.scram("nobody", "secret");
        assertEquals(WRONG, client.expectClose(ErrorCode.AUTHENTICATION_FAILED).detail());
        broker.expectNothing();
    }

    @Test
    void plain_is_taken_over_tls() throws Exception {
        startWithTls();

        client.plain("ann", "secret");

        assertEquals("ann", broker.expect(Command.Attach.class).principal().user());
    }

    @Test
    void a_wrong_password_is_told_the_same_by_plain() throws Exception {
        startWithTls();

        client.plain("ann", "wrong");

        assertEquals(WRONG, client.expectClose(ErrorCode.AUTHENTICATION_FAILED).detail());
    }

    @Test
    void plain_without_tls_is_refused() throws Exception {
        start();

        client.plain("ann", "secret");

        assertEquals("PLAIN would send the password in the clear: use TLS or SCRAM-SHA-256", client.expectClose(ErrorCode.MECHANISM_REFUSED).detail());
        broker.expectNothing();
    }

    @Test
    void anonymous_is_let_in_where_it_may() throws Exception {
        start();

        client.anonymous();

        assertEquals(new Principal("anonymous", false), broker.expect(Command.Attach.class).principal());
    }

    @Test
    void anonymous_is_refused_where_credentials_are_required() throws Exception {
        setup.openness = Openness.CREDENTIALS_REQUIRED;
        start();

        client.anonymous();

        assertEquals("this broker needs a user name and a password", client.expectClose(ErrorCode.MECHANISM_REFUSED).detail());
    }

    @Test
    void a_client_of_another_version_is_told_which_one_the_broker_speaks() throws Exception {
        start();

        client.send(new Connect(2, 3, 0, "test client", "ANONYMOUS", new byte[0]));

        assertEquals("this broker speaks protocol version 1, the client 2 to 3; use client and broker of releases that fit",
                client.expectClose(ErrorCode.VERSION_UNSUPPORTED).detail());
    }

    @Test
    void a_client_of_several_versions_gets_the_one_that_both_speak_and_no_unknown_feature() throws Exception {
        start();

        client.send(new Connect(1, 9, -1L, "test client", "ANONYMOUS", new byte[0]));

        Command.Attach attach = broker.expect(Command.Attach.class);
        assertEquals(1, attach.version());
        assertEquals(0, attach.features());
    }

    @Test
    void another_first_frame_than_connect_is_refused() throws Exception {
        start();

        client.send(new OpenSession(1, AcknowledgeMode.AUTO));

        assertEquals("OPEN_SESSION came during the handshake, expected CONNECT", client.expectClose(ErrorCode.PROTOCOL_ERROR).detail());
    }

    @Test
    void a_response_that_nobody_asked_for_is_refused() throws Exception {
        start();

        client.send(new SaslResponse(new byte[0]));

        assertEquals("SASL_RESPONSE came during the handshake, expected CONNECT", client.expectClose(ErrorCode.PROTOCOL_ERROR).detail());
    }

    @Test
    void a_second_connect_is_a_breach_of_the_protocol_and_the_core_hears_of_the_end_once() throws Exception {
        start();
        client.anonymous();
        broker.expect(Command.Attach.class);

        client.anonymous();
        client.send(new Inspect(1, "status"));

        assertEquals("CONNECT came from a client that is connected already", client.expectClose(ErrorCode.PROTOCOL_ERROR).detail());
        broker.expect(Command.Detach.class);
        broker.expectNothing();
    }

    @Test
    void a_client_that_closes_again_is_answered() throws Exception {
        start();

        client.send(new Close(ErrorCode.NORMAL, "changed my mind"));

        client.expectClose(ErrorCode.NORMAL);
        broker.expectNothing();
    }

    @Test
    void frames_sent_with_the_connect_wait_until_the_login_is_checked() throws Exception {
        BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
        setup.workers = waiting::add;
        start();

        client.anonymous();
        client.sendAndSettle(new Inspect(1, "status"));
        broker.expectNothing();
        waiting.take().run();

        broker.expect(Command.Attach.class);
        assertEquals(1, broker.expectFrame(Inspect.class).requestId());
    }

    @Test
    void a_link_that_ends_while_the_login_is_checked_is_detached_again() throws Exception {
        BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
        setup.workers = waiting::add;
        start();

        client.anonymous();
        Runnable login = waiting.poll(10, TimeUnit.SECONDS);
        client.close();
        login.run();

        Command.Attach attach = broker.expect(Command.Attach.class);
        assertEquals(attach.peer(), broker.expect(Command.Detach.class).peer());
    }

    @Test
    void more_logins_than_can_be_checked_are_refused() throws Exception {
        setup.workers = task -> {
            throw new RejectedExecutionException();
        };
        start();

        client.anonymous();

        assertEquals("too many clients log in at this moment; try again", client.expectClose(ErrorCode.LIMIT_REACHED).detail());
    }

    @Test
    void each_attach_has_the_token_that_was_made_for_it() throws Exception {
        start();
        client.anonymous();

        assertArrayEquals(new byte[16], broker.expect(Command.Attach.class).token());
    }

    private void start() throws Exception {
        broker = setup.start();
        reconnect();
    }

    private void reconnect() throws Exception {
        if (client != null) {
            client.close();
        }
        client = new TestClient(broker.port());
    }

    private void startWithTls() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        setup.tls = new TlsServerOptions(certificate.certificate(), certificate.key(), null);
        broker = setup.start();
        client = new TestClient(broker.port(), new TlsClientOptions(certificate.certificate(), true));
    }
}

package io.postrider.broker.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.core.Principal;
import io.postrider.broker.security.Authenticator.Openness;
import io.postrider.broker.security.Exchange.Step;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.sasl.Plain;
import io.postrider.transport.sasl.SaslException;
import io.postrider.transport.sasl.ScramSha256Client;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class AuthenticatorTest {
    private static final String WRONG = "the user name or the password is wrong";

    @TempDir
    Path folder;

    private UsersFile file;
    private Authenticator authenticator;

    @BeforeEach
    void two_users() throws UsersException {
        file = new UsersFile(folder.resolve("users"), new SecureRandom());
        file.add("ann", "secret", Role.USER);
        file.add("root", "geheim", Role.ADMINISTRATOR);
        authenticator = authenticator(Openness.CREDENTIALS_REQUIRED);
    }

    @Test
    void a_right_password_gives_the_principal_of_that_user() throws Exception {
        assertEquals(new Principal("ann", false), scram("ann", "secret"));
        assertEquals(new Principal("root", true), scram("root", "geheim"));
        assertEquals(new Principal("ann", false), plain("ann", "secret"));
        assertEquals(new Principal("root", true), plain("root", "geheim"));
    }

    @Test
    void a_wrong_password_and_an_unknown_user_are_told_the_same_by_every_mechanism() {
        for (String[] tried : new String[][] {{"ann", "wrong"}, {"nobody", "secret"}}) {
            for (AuthenticationRefused refused : new AuthenticationRefused[] {
                    assertThrows(AuthenticationRefused.class, () -> scram(tried[0], tried[1])),
                    assertThrows(AuthenticationRefused.class, () -> plain(tried[0], tried[1]))}) {
                assertEquals(WRONG, refused.getMessage());
                assertEquals(ErrorCode.AUTHENTICATION_FAILED, refused.code());
            }
        }
    }

    @Test
    void the_log_is_told_which_it_was() {
        assertEquals("wrong password for the user ann", assertThrows(AuthenticationRefused.class, () -> scram("ann", "wrong")).reason());
        assertEquals("there is no user 'nobody'", assertThrows(AuthenticationRefused.class, () -> scram("nobody", "secret")).reason());
        assertEquals("wrong password for the user ann", assertThrows(AuthenticationRefused.class, () -> plain("ann", "wrong")).reason());
        assertEquals("there is no user 'nobody'", assertThrows(AuthenticationRefused.class, () -> plain("nobody", "secret")).reason());
    }

    @Test
    void the_challenge_for_an_unknown_user_looks_like_any_other_also_after_a_restart() throws Exception {
        String[] known = challenge(authenticator, "ann");
        String[] unknown = challenge(authenticator, "nobody");
        Authenticator restarted = new Authenticator(new UsersFile(file.path(), new SecureRandom()), Openness.CREDENTIALS_REQUIRED, new SecureRandom());

        assertEquals(known[1].length(), unknown[1].length(), "length of the salt");
        assertEquals(known[2], unknown[2], "iterations");
        assertEquals(unknown[1], challenge(restarted, "nobody")[1], "salt");
    }

    @Test
    void plain_without_tls_is_refused() {
        AuthenticationRefused refused = assertThrows(AuthenticationRefused.class, () -> authenticator.begin("PLAIN", false));

        assertEquals(ErrorCode.MECHANISM_REFUSED, refused.code());
        assertEquals("PLAIN would send the password in the clear: use TLS or SCRAM-SHA-256", refused.getMessage());
    }

    @Test
    void an_unknown_mechanism_is_refused_with_those_that_are_known() {
        AuthenticationRefused refused = assertThrows(AuthenticationRefused.class, () -> authenticator.begin("GSSAPI", true));

        assertEquals(ErrorCode.MECHANISM_REFUSED, refused.code());
        assertTrue(refused.getMessage().startsWith("the mechanism 'GSSAPI' is not offered; expected SCRAM-SHA-256, PLAIN over TLS"), refused.getMessage());
    }

    @Test
    void whoever_gives_no_credentials_is_refused_where_they_are_required() {
        AuthenticationRefused refused = assertThrows(AuthenticationRefused.class, () -> authenticator.begin("ANONYMOUS", true));

        assertEquals(ErrorCode.MECHANISM_REFUSED, refused.code());
        assertEquals("this broker needs a user name and a password", refused.getMessage());
    }

    @Test
    void anonymous_manages_the_broker_on_loopback_as_long_as_there_is_no_user() throws Exception {
        assertFalse(anonymous(Openness.ANONYMOUS_ALLOWED).administrator());
        assertFalse(anonymous(Openness.ANONYMOUS_MANAGES_WITHOUT_USERS).administrator());

        file.remove("ann");
        file.remove("root");

        assertFalse(anonymous(Openness.ANONYMOUS_ALLOWED).administrator());
        assertTrue(anonymous(Openness.ANONYMOUS_MANAGES_WITHOUT_USERS).administrator());
    }

    @ParameterizedTest
    @EnumSource(Openness.class)
    void credentials_that_are_given_are_checked_whatever_is_allowed_without(Openness openness) {
        authenticator = authenticator(openness);

        assertEquals(WRONG, assertThrows(AuthenticationRefused.class, () -> scram("ann", "wrong")).getMessage());
        assertEquals(WRONG, assertThrows(AuthenticationRefused.class, () -> plain("ann", "wrong")).getMessage());
    }

    @Test
    void without_any_user_given_credentials_are_wrong() {
        file = new UsersFile(folder.resolve("none"), new SecureRandom());
        authenticator = authenticator(Openness.ANONYMOUS_MANAGES_WITHOUT_USERS);

        assertEquals(WRONG, assertThrows(AuthenticationRefused.class, () -> scram("ann", "secret")).getMessage());
    }

    @Test
    void a_user_that_is_removed_cannot_come_in_any_more() throws Exception {
        scram("ann", "secret");

        file.remove("ann");

        assertThrows(AuthenticationRefused.class, () -> scram("ann", "secret"));
        assertThrows(AuthenticationRefused.class, () -> plain("ann", "secret"));
    }

    @Test
    void a_damaged_file_lets_nobody_in_and_keeps_the_reason_from_clients() throws Exception {
        scram("ann", "secret");
        Files.writeString(file.path(), "nonsense");

        AuthenticationRefused refused = assertThrows(AuthenticationRefused.class, () -> scram("ann", "secret"));

        assertEquals("the broker cannot check users at the moment; its log says why", refused.getMessage());
        assertTrue(refused.reason().startsWith("the file " + file.path() + " is no file of users"), refused.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "n", "n,,n=ann", "n,,n=ann,r=", "p=tls-unique,,n=ann,r=x", "n,a=root,n=ann,r=x", "\u0000\u0000"})
    void a_first_message_that_is_none_is_refused(String message) throws Exception {
        for (Exchange exchange : new Exchange[] {authenticator.begin("SCRAM-SHA-256", false), authenticator.begin("PLAIN", true)}) {
            AuthenticationRefused refused = assertThrows(AuthenticationRefused.class, () -> exchange.respond(message.getBytes(StandardCharsets.UTF_8)));

            assertEquals(ErrorCode.AUTHENTICATION_FAILED, refused.code());
        }
    }

    private Authenticator authenticator(Openness openness) {
        return new Authenticator(file, openness, new SecureRandom());
    }

    private Principal anonymous(Openness openness) throws AuthenticationRefused {
        return authenticated(authenticator(openness).begin("ANONYMOUS", false).respond(new byte[0])).principal();
    }

    private Principal plain(String user, String password) throws AuthenticationRefused, SaslException {
        return authenticated(authenticator.begin("PLAIN", true).respond(Plain.of(user, password).encode())).principal();
    }

    private Principal scram(String user, String password) throws AuthenticationRefused, SaslException {
        ScramSha256Client client = new ScramSha256Client(user, password);
        Exchange exchange = authenticator.begin("SCRAM-SHA-256", false);
        byte[] challenge = assertInstanceOf(Step.Challenge.class, exchange.respond(client.initial())).data();
        Step.Authenticated end = authenticated(exchange.respond(client.respond(challenge)));
        client.verify(end.saslFinal());
        return end.principal();
    }

    private static String[] challenge(Authenticator authenticator, String user) throws AuthenticationRefused, SaslException {
        Exchange exchange = authenticator.begin("SCRAM-SHA-256", false);
        Step step = exchange.respond(new ScramSha256Client(user, "any").initial());
        return new String(assertInstanceOf(Step.Challenge.class, step).data(), StandardCharsets.UTF_8).split(",");
    }

    private static Step.Authenticated authenticated(Step step) {
        return assertInstanceOf(Step.Authenticated.class, step);
    }
}

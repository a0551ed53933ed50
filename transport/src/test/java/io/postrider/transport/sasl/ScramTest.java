package io.postrider.transport.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Random;

@Timeout(60)
class ScramTest {
    private static final int ITERATIONS = 4096;
    private static final byte[] SECRET = "a secret of the broker".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");

    /** RFC 7677 section 3. */
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String CLIENT_FIRST = "n,,n=user,r=" + CLIENT_NONCE;
    private static final String SERVER_FIRST = "r=" + CLIENT_NONCE + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL = "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void theClientSpeaksTheVectorOfRfc7677() throws SaslException {
        ScramSha256Client client = new ScramSha256Client("user", "pencil", () -> CLIENT_NONCE);
        assertEquals(CLIENT_FIRST, text(client.initial()));
        assertEquals(CLIENT_FINAL, text(client.respond(bytes(SERVER_FIRST))));
        client.verify(bytes(SERVER_FINAL));
    }

    @Test
    void theServerSpeaksTheVectorOfRfc7677() throws SaslException {
        ScramSha256Server server = vectorServer();
        assertEquals(SERVER_FIRST, text(server.challenge(bytes(CLIENT_FIRST))));
        assertEquals(SERVER_FINAL, text(server.finish(bytes(CLIENT_FINAL))));
        assertEquals("user", server.user());
    }

    @ParameterizedTest
    @ValueSource(strings = {"guest", "a=b,c", "=2C", "grün", "\uD83D\uDCEF", "with space"})
    void bothSidesAgreeForAnyName(String user) throws SaslException {
        Random random = new Random(1);
        ScramCredentials stored = ScramCredentials.derive("pass,word=\u00A0x", SALT, ITERATIONS);
        ScramSha256Server server = new ScramSha256Server(Map.of(user, stored)::get, SECRET, ITERATIONS, random);
        // a no-break space and a space are one character to SASLprep
        ScramSha256Client client = new ScramSha256Client(user, "pass,word= x", random);
        client.verify(server.finish(client.respond(server.challenge(client.initial()))));
        assertEquals(user, server.user());
    }

    @Test
    void namesAndPasswordsAreComparedInTheirNormalForm() throws SaslException {
        // e with an accent apart, and the ligature fi, against their composed and plain forms
        ScramCredentials stored = ScramCredentials.derive("\uFB01n", SALT, ITERATIONS);
        ScramSha256Server server = new ScramSha256Server(Map.of("caf\u00E9", stored)::get, SECRET, ITERATIONS, new Random(1));
        ScramSha256Client client = new ScramSha256Client("cafe\u0301", "fin", new Random(2));
        client.verify(server.finish(client.respond(server.challenge(client.initial()))));
        assertEquals("caf\u00E9", server.user());
    }

    @Test
    void aWrongPasswordIsRefusedAndNotShown() throws SaslException {
        ScramSha256Server server = vectorServer();
        ScramSha256Client client = new ScramSha256Client("user", "secret-pencil", () -> CLIENT_NONCE);
        byte[] proof = client.respond(server.challenge(client.initial()));
        SaslException refused = assertThrows(SaslException.class, () -> server.finish(proof));
        assertEquals("the user name or the password is wrong", refused.getMessage());
        assertThrows(IllegalStateException.class, server::user);
        assertThrows(IllegalStateException.class, () -> server.finish(proof));
    }

    @Test
    void aUserThatDoesNotExistLooksLikeOneThatDoes() throws SaslException {
        String first = challengeFor("nobody", SECRET, new Random(1));
        String again = challengeFor("nobody", SECRET, new Random(1));
        String other = challengeFor("noone", SECRET, new Random(1));
        assertEquals(first, again);
        assertNotEquals(salt(first), salt(other));
        assertNotEquals(salt(first), salt(challengeFor("nobody", bytes("another secret of a broker"), new Random(1))));
        assertEquals(SALT.length, ScramSha256Server.SALT_BYTES);
        assertEquals(SERVER_FIRST.length() - SERVER_NONCE.length() - CLIENT_NONCE.length(), first.length() - 2 * 24);

        ScramSha256Server server = new ScramSha256Server(name -> null, SECRET, ITERATIONS, new Random(1));
        ScramSha256Client client = new ScramSha256Client("nobody", "pencil", new Random(2));
        byte[] proof = client.respond(server.challenge(client.initial()));
        assertEquals("the user name or the password is wrong", assertThrows(SaslException.class, () -> server.finish(proof)).getMessage());
    }

    @Test
    void aServerWithoutTheKeysIsNotBelieved() throws SaslException {
        ScramSha256Client client = new ScramSha256Client("user", "pencil", () -> CLIENT_NONCE);
        client.initial();
        client.respond(bytes(SERVER_FIRST));
        SaslException refused = assertThrows(SaslException.class, () -> client.verify(bytes("v=" + Base64.getEncoder().encodeToString(new byte[32]))));
        assertTrue(refused.getMessage().startsWith("SCRAM: the server's signature is wrong"), refused.getMessage());
    }

    @Test
    void aServerThatRefusesSaysWhy() throws SaslException {
        ScramSha256Client client = new ScramSha256Client("user", "pencil", () -> CLIENT_NONCE);
        client.initial();
        client.respond(bytes(SERVER_FIRST));
        assertEquals("SCRAM: the server refused: other-error", assertThrows(SaslException.class, () -> client.verify(bytes("e=other-error"))).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "r", "r=" + CLIENT_NONCE + "x", "r=" + CLIENT_NONCE + "x,s=AAAA", // parts are missing
            "r=somebodyelse,s=AAAA,i=4096", // the nonce of another exchange
            "r=" + CLIENT_NONCE + ",s=AAAA,i=4096", // the server added nothing
            "r=" + CLIENT_NONCE + "x,s=,i=4096", "r=" + CLIENT_NONCE + "x,s=&,i=4096", // no salt
            "r=" + CLIENT_NONCE + "x,s=AAAA,i=4095", "r=" + CLIENT_NONCE + "x,s=AAAA,i=1000001", // too few, too many
            "r=" + CLIENT_NONCE + "x,s=AAAA,i=", "r=" + CLIENT_NONCE + "x,s=AAAA,i=99999999999999999999999999",
            "m=ext,r=" + CLIENT_NONCE + "x,s=AAAA,i=4096"}) // an extension that must be understood
    void aChallengeThatIsNoneIsRefused(String challenge) throws SaslException {
        ScramSha256Client client = new ScramSha256Client("user", "pencil", () -> CLIENT_NONCE);
        client.initial();
        assertThrows(SaslException.class, () -> client.respond(bytes(challenge)));
        assertThrows(IllegalStateException.class, () -> client.respond(bytes(SERVER_FIRST)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "n,,", "n,,n=user", "n,,r=x,n=user", "n,,n=,r=x", "n,,n=user,r=",
            "p=tls-unique,,n=user,r=x", // channel binding
            "n,a=admin,n=user,r=x", // acting as another user
            "n,,m=ext,n=user,r=x", // an extension that must be understood
            "n,,n=us=2Der,r=x", "n,,n=user=,r=x", // a bad escape
            "n,,n=us\u0000er,r=x"})
    void aFirstMessageThatIsNoneIsRefused(String initial) {
        assertThrows(SaslException.class, () -> vectorServer().challenge(bytes(initial)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "c=biws", "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE, // no proof
            "c=eSws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", // another header
            "c=biws,r=" + CLIENT_NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", // another nonce
            "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=dHzb", // a short proof
            "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=&", "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=",
            "c=biws,r=" + CLIENT_NONCE + SERVER_NONCE + ",p=" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void aLastMessageThatIsNoneIsRefused(String response) throws SaslException {
        ScramSha256Server server = vectorServer();
        server.challenge(bytes(CLIENT_FIRST));
        assertThrows(SaslException.class, () -> server.finish(bytes(response)));
        assertThrows(IllegalStateException.class, server::user);
    }

    @Test
    void randomBytesAreRefusedWithNothingElseThanASaslException() throws SaslException {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            byte[] changed = bytes(CLIENT_FIRST);
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            assertThrows(SaslException.class, () -> vectorServer().challenge(noise));
            try {
                vectorServer().challenge(changed);
            } catch (SaslException e) {
                assertFalse(e.getMessage().isEmpty());
            }
            ScramSha256Client client = new ScramSha256Client("user", "pencil", () -> CLIENT_NONCE);
            client.initial();
            assertThrows(SaslException.class, () -> client.respond(noise));
        }
    }

    @Test
    void messagesAboveTheBoundAreRefused() {
        assertThrows(SaslException.class, () -> vectorServer().challenge(bytes("n,,n=" + "u".repeat(5_000) + ",r=x")));
    }

    @Test
    void stepsOutOfOrderAreAMistakeOfTheProgram() throws SaslException {
        ScramSha256Client client = new ScramSha256Client("user", "pencil", () -> CLIENT_NONCE);
        assertThrows(IllegalStateException.class, () -> client.respond(bytes(SERVER_FIRST)));
        assertThrows(IllegalStateException.class, () -> client.verify(bytes(SERVER_FINAL)));
        assertThrows(IllegalStateException.class, () -> vectorServer().finish(bytes(CLIENT_FINAL)));
    }

    @Test
    void storedCredentialsCheckAPasswordAndShowNothing() throws SaslException {
        ScramCredentials stored = ScramCredentials.derive("pencil", SALT, ITERATIONS);
        assertTrue(stored.matches("pencil"));
        assertFalse(stored.matches("pencil "));
        assertFalse(stored.matches(""));
        assertFalse(stored.matches("a\u0000b"));
        assertEquals(stored, ScramCredentials.derive("pencil", SALT, ITERATIONS));
        assertEquals(stored.hashCode(), ScramCredentials.derive("pencil", SALT, ITERATIONS).hashCode());
        assertNotEquals(stored, ScramCredentials.derive("pen", SALT, ITERATIONS));
        assertEquals("ScramCredentials[4096 iterations]", stored.toString());
        stored.storedKey()[0]++;
        stored.salt()[0]++;
        assertArrayEquals(SALT, stored.salt());
        assertTrue(stored.matches("pencil"));
        assertThrows(IllegalArgumentException.class, () -> ScramCredentials.derive("pencil", SALT, 4095));
        assertThrows(IllegalArgumentException.class, () -> ScramCredentials.derive("pencil", SALT, 1_000_001));
        assertThrows(IllegalArgumentException.class, () -> new ScramSha256Server(name -> null, new byte[15], ITERATIONS, new Random(1)));
    }

    private static ScramSha256Server vectorServer() throws SaslException {
        ScramCredentials stored = ScramCredentials.derive("pencil", SALT, ITERATIONS);
        return new ScramSha256Server(Map.of("user", stored)::get, SECRET, ITERATIONS, () -> SERVER_NONCE);
    }

    private static String challengeFor(String user, byte[] secret, Random random) throws SaslException {
        ScramSha256Server server = new ScramSha256Server(name -> null, secret, ITERATIONS, random);
        return text(server.challenge(new ScramSha256Client(user, "x", new Random(9)).initial()));
    }

    private static String salt(String challenge) {
        return challenge.split(",")[1];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

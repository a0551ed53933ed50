package io.postrider.transport.sasl;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The client's side of one SCRAM-SHA-256 exchange: {@link #initial}, {@link #respond}, {@link #verify}, each once and in this
 * order. Used by one thread.
 */
public final class ScramSha256Client {
    public static final String MECHANISM = "SCRAM-SHA-256";

    private final String user;
    private final String password;
    private final String nonce;
    private Step step = Step.INITIAL;
    private String firstBare;
    private byte[] expectedSignature;

    private enum Step {
        INITIAL, RESPOND, VERIFY, DONE
    }

    public ScramSha256Client(String user, String password) throws SaslException {
        this(user, password, new SecureRandom());
    }

    /** @param random a secure one, but for tests */
    public ScramSha256Client(String user, String password, RandomGenerator random) throws SaslException {
        this(user, password, () -> Scram.nonce(random));
    }

    ScramSha256Client(String user, String password, Supplier<String> nonces) throws SaslException {
        this.user = SaslPrep.normalise(user, "user name");
        this.password = SaslPrep.normalise(password, "password");
        this.nonce = nonces.get();
    }

    /** The client's first message. */
    public byte[] initial() {
        advance(Step.INITIAL, Step.RESPOND);
        firstBare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
        return Scram.bytes(Scram.GS2_HEADER + firstBare);
    }

    /**
     * The client's proof that it knows the password. Takes milliseconds, as many as the server's iterations ask for.
     *
     * @throws SaslException if the challenge is none, is of another exchange, or asks for too few or too many iterations
     */
    public byte[] respond(byte[] challenge) throws SaslException {
        advance(Step.RESPOND, Step.VERIFY);
        String serverFirst = Scram.text(challenge, "challenge");
        String[] parts = serverFirst.split(",", -1);
        String bothNonces = Scram.attribute(parts, 0, 'r', "challenge");
        byte[] salt = Scram.base64(Scram.attribute(parts, 1, 's', "challenge"), "salt");
        int iterations = iterations(Scram.attribute(parts, 2, 'i', "challenge"));
        if (!bothNonces.startsWith(nonce) || bothNonces.length() == nonce.length()) {
            throw new SaslException("SCRAM: the server's nonce does not continue ours");
        }
        if (salt.length == 0) {
            throw new SaslException("SCRAM: the server's salt is empty");
        }
        byte[] salted = Scram.saltedPassword(password, salt, iterations);
        byte[] clientKey = Scram.clientKey(salted);
        String finalWithoutProof = "c=" + Scram.base64(Scram.bytes(Scram.GS2_HEADER)) + ",r=" + bothNonces;
        String authMessage = firstBare + "," + serverFirst + "," + finalWithoutProof;
        byte[] proof = Scram.xor(clientKey, Scram.hmac(Scram.sha256(clientKey), authMessage));
        expectedSignature = Scram.hmac(Scram.serverKey(salted), authMessage);
        return Scram.bytes(finalWithoutProof + ",p=" + Scram.base64(proof));
    }

    /**
     * Checks that the server knows the user's keys too.
     *
     * @throws SaslException if it does not, or if it refuses the client
     */
    public void verify(byte[] serverFinal) throws SaslException {
        advance(Step.VERIFY, Step.DONE);
        String[] parts = Scram.text(serverFinal, "server's last message").split(",", -1);
        if (parts[0].startsWith("e=")) {
            throw new SaslException("SCRAM: the server refused: " + parts[0].substring(2));
        }
        byte[] signature = Scram.base64(Scram.attribute(parts, 0, 'v', "server's last message"), "server's signature");
        if (!MessageDigest.isEqual(signature, expectedSignature)) {
            throw new SaslException("SCRAM: the server's signature is wrong; it does not know this user's keys, so it is not the broker that it claims to be");
        }
    }

    private void advance(Step from, Step to) {
        if (step != from) {
            throw new IllegalStateException("SCRAM step " + from + " while the next one is " + step);
        }
        step = to;
    }

    private static int iterations(String value) throws SaslException {
        try {
            int iterations = Integer.parseInt(value);
            if (iterations >= ScramCredentials.ITERATIONS_MIN && iterations <= ScramCredentials.ITERATIONS_MAX) {
                return iterations;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new SaslException("SCRAM: the server asks for '" + (value.length() > 20 ? value.substring(0, 20) : value) + "' iterations, expected "
                + ScramCredentials.ITERATIONS_MIN + " to " + ScramCredentials.ITERATIONS_MAX);
    }
}

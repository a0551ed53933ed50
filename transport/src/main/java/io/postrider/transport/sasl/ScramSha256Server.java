package io.postrider.transport.sasl;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The broker's side of one SCRAM-SHA-256 exchange: {@link #challenge}, then {@link #finish}, each once. Used by one thread.
 *
 * <p>A user that does not exist gets a challenge like any other, with a salt that is always the same for that name, and fails
 * at the end like a wrong password: nobody can find out which users there are.
 */
public final class ScramSha256Server {
    /** Length of salts: stored users must have it too, or their challenges would differ from those of users that do not exist. */
    public static final int SALT_BYTES = 16;
    private static final Pattern BAD_ESCAPE = Pattern.compile("=(?!2C|3D)");
    private static final String WRONG = "the user name or the password is wrong";

    private final Function<String, ScramCredentials> users;
    private final byte[] serverSecret;
    private final int fakeIterations;
    private final Supplier<String> nonces;
    private Step step = Step.CHALLENGE;
    private String user;
    private ScramCredentials credentials;
    private boolean known;
    private String clientFirstBare;
    private String channelBinding;
    private String bothNonces;
    private String serverFirst;

    private enum Step {
        CHALLENGE, FINISH, SUCCEEDED, FAILED
    }

    /**
     * @param users          credentials by user name, null = no such user
     * @param serverSecret   at least 16 random bytes, the same over restarts of the broker
     * @param fakeIterations what stored users have
     * @param random         a secure one, but for tests
     */
    public ScramSha256Server(Function<String, ScramCredentials> users, byte[] serverSecret, int fakeIterations, RandomGenerator random) {
        this(users, serverSecret, fakeIterations, () -> Scram.nonce(random));
    }

    ScramSha256Server(Function<String, ScramCredentials> users, byte[] serverSecret, int fakeIterations, Supplier<String> nonces) {
        if (serverSecret.length < 16) {
            throw new IllegalArgumentException("server secret of " + serverSecret.length + " bytes, expected at least 16");
        }
        this.users = users;
        this.serverSecret = serverSecret.clone();
        this.fakeIterations = fakeIterations;
        this.nonces = nonces;
    }

    /**
     * The server's first message.
     *
     * @throws SaslException if the client's is not one, or asks for what this server does not do
     */
    public byte[] challenge(byte[] initial) throws SaslException {
        advance(Step.CHALLENGE, Step.FAILED);
        String clientFirst = Scram.text(initial, "client's first message");
        String[] parts = clientFirst.split(",", -1);
        if (parts.length < 4) {
            throw new SaslException("SCRAM: the client's first message has " + parts.length + " parts, expected at least 4");
        }
        if (!parts[0].equals("n") && !parts[0].equals("y")) {
            throw new SaslException("SCRAM: the client asks for channel binding, which is not offered");
        }
        if (!parts[1].isEmpty()) {
            throw new SaslException("SCRAM: the client wants to act as another user, which is not offered");
        }
        user = SaslPrep.normalise(userName(Scram.attribute(parts, 2, 'n', "client's first message")), "user name");
        String clientNonce = Scram.attribute(parts, 3, 'r', "client's first message");
        if (clientNonce.isEmpty()) {
            throw new SaslException("SCRAM: the client's nonce is empty");
        }
        channelBinding = Scram.base64(Scram.bytes(parts[0] + ",,"));
        clientFirstBare = clientFirst.substring(3);
        ScramCredentials stored = users.apply(user);
        known = stored != null;
        credentials = known ? stored : fake();
        bothNonces = clientNonce + nonces.get();
        serverFirst = "r=" + bothNonces + ",s=" + Scram.base64(credentials.salt()) + ",i=" + credentials.iterations();
        step = Step.FINISH;
        return Scram.bytes(serverFirst);
    }

    /**
     * The server's last message, which proves it to the client. The user is authenticated when this returns.
     *
     * @throws SaslException if the user does not exist, the password is wrong or the message is not one of this exchange
     */
    public byte[] finish(byte[] response) throws SaslException {
        advance(Step.FINISH, Step.FAILED);
        String clientFinal = Scram.text(response, "client's last message");
        String[] parts = clientFinal.split(",", -1);
        if (!Scram.attribute(parts, 0, 'c', "client's last message").equals(channelBinding)) {
            throw new SaslException("SCRAM: the client's last message has another header than its first");
        }
        if (!Scram.attribute(parts, 1, 'r', "client's last message").equals(bothNonces)) {
            throw new SaslException("SCRAM: the client's last message has another nonce than the challenge");
        }
        byte[] proof = Scram.base64(Scram.attribute(parts, parts.length - 1, 'p', "client's last message"), "client's proof");
        String authMessage = clientFirstBare + "," + serverFirst + "," + clientFinal.substring(0, clientFinal.lastIndexOf(",p="));
        byte[] signature = Scram.hmac(credentials.storedKey(), authMessage);
        boolean proved = proof.length == signature.length
                && MessageDigest.isEqual(Scram.sha256(Scram.xor(proof, signature)), credentials.storedKey());
        if (!(proved & known)) {
            throw new SaslException(WRONG);
        }
        step = Step.SUCCEEDED;
        return Scram.bytes("v=" + Scram.base64(Scram.hmac(credentials.serverKey(), authMessage)));
    }

    /** The authenticated user. @throws IllegalStateException before {@link #finish} has succeeded */
    public String user() {
        if (step != Step.SUCCEEDED) {
            throw new IllegalStateException("nobody is authenticated at SCRAM step " + step);
        }
        return user;
    }

    private ScramCredentials fake() {
        byte[] salt = Arrays.copyOf(Scram.hmac(serverSecret, "salt:" + user), SALT_BYTES);
        byte[] key = Scram.hmac(serverSecret, "key:" + user);
        return new ScramCredentials(salt, fakeIterations, key, key);
    }

    /** RFC 5802 section 5.1: a comma is written =2C, an equals sign =3D. */
    private static String userName(String saslName) throws SaslException {
        if (BAD_ESCAPE.matcher(saslName).find()) {
            throw new SaslException("SCRAM: the user name has an = that is neither =2C nor =3D");
        }
        return saslName.replace("=2C", ",").replace("=3D", "=");
    }

    private void advance(Step from, Step to) {
        if (step != from) {
            throw new IllegalStateException("SCRAM step " + from + " while the next one is " + step);
        }
        step = to;
    }
}

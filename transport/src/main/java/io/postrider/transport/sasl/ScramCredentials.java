package io.postrider.transport.sasl;


import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What a broker stores of a user instead of the password (RFC 5802 section 3): enough to check a password, not enough to log in
 * with. Immutable.
 *
 * @param salt       of the user alone
 * @param iterations of the key derivation, {@value #ITERATIONS_MIN} to {@value #ITERATIONS_MAX}
 * @param storedKey  checks the client
 * @param serverKey  proves the server to the client
 */
public record ScramCredentials(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    /** RFC 7677 section 4. */
    public static final int ITERATIONS_MIN = 4096;
    /** About a second: a server must not be able to keep a client busy for longer, nor a stored file a broker. */
    public static final int ITERATIONS_MAX = 1_000_000;

    public ScramCredentials {
        requireIterations(iterations);
        salt = salt.clone();
        storedKey = storedKey.clone();
        serverKey = serverKey.clone();
    }

    /**
     * Takes milliseconds, as many as the iterations ask for.
     *
     * @throws SaslException if nobody may have such a password
     */
    public static ScramCredentials derive(String password, byte[] salt, int iterations) throws SaslException {
        requireIterations(iterations);
        byte[] salted = Scram.saltedPassword(SaslPrep.normalise(password, "password"), salt, iterations);
        return new ScramCredentials(salt, iterations, Scram.sha256(Scram.clientKey(salted)), Scram.serverKey(salted));
    }

    /** Whether this is the user's password, in a time that does not depend on how much of it is right. For PLAIN. */
    public boolean matches(String password) {
        try {
            return MessageDigest.isEqual(storedKey, derive(password, salt, iterations).storedKey);
        } catch (SaslException e) {
            return false;
        }
    }

    @Override
    public byte[] salt() {
        return salt.clone();
    }

    @Override
    public byte[] storedKey() {
        return storedKey.clone();
    }

    @Override
    public byte[] serverKey() {
        return serverKey.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramCredentials that && iterations == that.iterations && Arrays.equals(salt, that.salt)
                && MessageDigest.isEqual(storedKey, that.storedKey) && MessageDigest.isEqual(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt) * 31 + iterations;
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "ScramCredentials[" + iterations + " iterations]";
    }

    private static void requireIterations(int iterations) {
        if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            throw new IllegalArgumentException(iterations + " iterations, expected " + ITERATIONS_MIN + " to " + ITERATIONS_MAX);
        }
    }
}

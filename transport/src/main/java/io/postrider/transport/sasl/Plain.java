package io.postrider.transport.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The only message of PLAIN (RFC 4616): who, and the password as it is. Over TLS only.
 *
 * @param user     normalised
 * @param password normalised
 */
public record Plain(String user, String password) {
    public static final String MECHANISM = "PLAIN";
    private static final int MESSAGE_BYTES_MAX = 4096;

    /** @throws SaslException if nobody can have such a name or password */
    public static Plain of(String user, String password) throws SaslException {
        return new Plain(SaslPrep.normalise(user, "user name"), SaslPrep.normalise(password, "password"));
    }

    /** @throws SaslException if this is no such message, or asks to act as another user */
    public static Plain decode(byte[] initial) throws SaslException {
        if (initial.length > MESSAGE_BYTES_MAX) {
            throw new SaslException("PLAIN: a message of " + initial.length + " bytes, expected up to " + MESSAGE_BYTES_MAX);
        }
        String[] parts;
        try {
            parts = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(initial)).toString().split("\u0000", -1);
        } catch (CharacterCodingException e) {
            throw new SaslException("PLAIN: the message is not UTF-8");
        }
        if (parts.length != 3) {
            throw new SaslException("PLAIN: a message of " + parts.length + " parts, expected 3");
        }
        if (!parts[0].isEmpty() && !parts[0].equals(parts[1])) {
            throw new SaslException("PLAIN: the client wants to act as another user, which is not offered");
        }
        return of(parts[1], parts[2]);
    }

    public byte[] encode() {
        return ("\u0000" + user + "\u0000" + password).getBytes(StandardCharsets.UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Plain[" + user + "]";
    }
}

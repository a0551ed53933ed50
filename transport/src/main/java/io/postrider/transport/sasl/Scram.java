package io.postrider.transport.sasl;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** What both sides of SCRAM-SHA-256 compute, in the names of RFC 5802 section 3, and the form of its messages. */
final class Scram {
    /** "No channel binding", as it stands in the client's first message and, in base64, in its last. */
    static final String GS2_HEADER = "n,,";
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 18;
    /** Longer messages than any that we send, and short enough that parsing them costs nothing. */
    private static final int MESSAGE_BYTES_MAX = 4096;

    private Scram() {
    }

    static byte[] saltedPassword(String normalPassword, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(normalPassword.toCharArray(), salt, iterations, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    static byte[] clientKey(byte[] saltedPassword) {
        return hmac(saltedPassword, "Client Key");
    }

    static byte[] serverKey(byte[] saltedPassword) {
        return hmac(saltedPassword, "Server Key");
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HmacSHA256", e);
        }
    }

    static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }

    static byte[] xor(byte[] one, byte[] other) {
        byte[] result = one.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= other[i];
        }
        return result;
    }

    static String nonce(RandomGenerator random) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    static String base64(byte[] value) {
        return Base64.getEncoder().encodeToString(value);
    }

    static byte[] base64(String value, String what) throws SaslException {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            throw new SaslException("SCRAM: the " + what + " is not base64");
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] message, String what) throws SaslException {
        if (message.length > MESSAGE_BYTES_MAX) {
            throw new SaslException("SCRAM: the " + what + " has " + message.length + " bytes, expected up to " + MESSAGE_BYTES_MAX);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
        } catch (CharacterCodingException e) {
            throw new SaslException("SCRAM: the " + what + " is not UTF-8");
        }
    }

    /** The value of the attribute that {@code part} must be. */
    static String attribute(String[] parts, int index, char name, String what) throws SaslException {
        if (index >= parts.length || parts[index].length() < 2 || parts[index].charAt(0) != name || parts[index].charAt(1) != '=') {
            throw new SaslException("SCRAM: the " + what + " has no attribute " + name + " in place " + (index + 1));
        }
        return parts[index].substring(2);
    }
}

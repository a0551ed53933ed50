package io.postrider.transport.sasl;

/** An authentication that failed. The message is a sentence for people and never contains a password or a key. */
public final class SaslException extends Exception {
    public SaslException(String message) {
        super(message);
    }

    public SaslException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.postrider.transport.message;

/** Bytes that no {@link WireOutput} can have written; the message says what was found and what was expected. */
public final class WireFormatException extends RuntimeException {
    public WireFormatException(String message) {
        super(message);
    }
}

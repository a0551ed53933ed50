package io.postrider.broker;

/** The broker cannot start; the message says why and what to do, in a sentence or two for the operator. */
public final class StartException extends RuntimeException {
    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}

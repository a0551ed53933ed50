package io.postrider.broker.store;

/** What went wrong with the disk or with what lies on it; the message is for people and says what to do. */
public final class StoreException extends RuntimeException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}

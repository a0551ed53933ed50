package io.postrider.broker.security;

/** A file of users that cannot be read or changed as asked; the message says which, why and what to do, in one sentence. */
public final class UsersException extends Exception {
    UsersException(String message) {
        super(message);
    }

    UsersException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.postrider.broker.security;

import io.postrider.transport.frame.ErrorCode;

/**
 * A client that may not come in.
 *
 * <p>The message is what the client is told; the {@link #reason} is for the log and says more, such as whether there is a user of
 * that name.
 */
public final class AuthenticationRefused extends Exception {
    private final ErrorCode code;
    private final String reason;

    AuthenticationRefused(ErrorCode code, String message, String reason, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.reason = reason;
    }

    AuthenticationRefused(ErrorCode code, String message) {
        this(code, message, message, null);
    }

    public ErrorCode code() {
        return code;
    }

    /** Never told to the client. */
    public String reason() {
        return reason;
    }
}

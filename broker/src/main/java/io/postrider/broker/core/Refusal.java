package io.postrider.broker.core;

import io.postrider.transport.frame.ErrorCode;

/**
 * A request that is refused before it changed anything; becomes Failure, Refused or Close where the frame is handled. A value
 * in the form of an exception: it has no stack trace and never leaves the core.
 */
final class Refusal extends RuntimeException {
    private final ErrorCode code;

    /** @param detail a sentence for people that names the value and what was expected */
    Refusal(ErrorCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }

    String detail() {
        return getMessage();
    }
}

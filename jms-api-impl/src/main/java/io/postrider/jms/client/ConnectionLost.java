package io.postrider.jms.client;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;

/** The connection is over: no broker was found within the retry time, or the one found no longer knows it, or it was closed. */
public final class ConnectionLost extends BrokerFailure {
    private final boolean closed;

    private ConnectionLost(String message, Throwable cause, boolean closed) {
        super(message, cause);
        this.closed = closed;
    }

    static ConnectionLost lost(String message, Throwable cause) {
        return new ConnectionLost(message, cause, false);
    }

    /** By the application itself. */
    static ConnectionLost closed() {
        return new ConnectionLost("the connection was closed", null, true);
    }

    @Override
    public JMSException toJms(String what) {
        return closed ? JmsErrors.closed("connection") : JmsErrors.connectionLost(getMessage(), this);
    }
}

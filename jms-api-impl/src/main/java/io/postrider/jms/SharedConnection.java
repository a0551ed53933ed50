package io.postrider.jms;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;

/** The connection under one or more JMSContexts (specification 2.8.4); the last one to close closes it. Any thread. */
final class SharedConnection {
    private final JmsConnection connection;
    private int contexts;

    SharedConnection(JmsConnection connection) {
        this.connection = connection;
    }

    synchronized void join() {
        contexts++;
    }

    /** @return whether that was the last one */
    synchronized boolean leave() {
        return --contexts == 0;
    }

    JmsConnection connection() {
        return connection;
    }

    void close() {
        JmsErrors.uncheckedRun(connection::close);
    }

    JmsSession session(int mode) throws JMSException {
        return (JmsSession) connection.createSession(mode);
    }
}

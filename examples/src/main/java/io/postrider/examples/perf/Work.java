package io.postrider.examples.perf;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** What one producer or consumer does in its session, and what makes it take effect. Used by its thread. */
interface Work {
    static Work in(Connection connection, SendMode mode) throws JMSException {
        boolean transacted = mode == SendMode.TRANSACTED;
        return new LocalWork(connection.createSession(transacted, Session.AUTO_ACKNOWLEDGE), transacted);
    }

    Session session();

    /** Before the first message of an operation. */
    void begin() throws JMSException;

    /** After the last; what has not taken effect by itself has when this returns. */
    void commit() throws JMSException;
}

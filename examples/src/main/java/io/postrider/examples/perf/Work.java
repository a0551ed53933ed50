package io.postrider.examples.perf;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XASession;

/** What one producer or consumer does in its session, and what makes it take effect. Used by its thread. */
interface Work {
    /** @throws IllegalArgumentException if the mode needs global transactions, and the factory has none */
    static Connection connect(ConnectionFactory factory, SendMode mode) throws JMSException {
        if (mode != SendMode.XA) {
            return factory.createConnection();
        }
        if (!(factory instanceof XAConnectionFactory xa)) {
            throw new IllegalArgumentException(factory.getClass().getName() + " has no global transactions; mode xa needs an XAConnectionFactory");
        }
        return xa.createXAConnection();
    }

    /** @param connection made by {@link #connect} for the same mode */
    static Work in(Connection connection, SendMode mode) throws JMSException {
        if (mode == SendMode.XA) {
            XASession session = ((XAConnection) connection).createXASession();
            return new GlobalWork(session, session.getXAResource());
        }
        boolean transacted = mode == SendMode.TRANSACTED;
        return new LocalWork(connection.createSession(transacted, Session.AUTO_ACKNOWLEDGE), transacted);
    }

    Session session();

    /** Before the first message of an operation. */
    void begin() throws JMSException;

    /** After the last; what has not taken effect by itself has when this returns. */
    void commit() throws JMSException;
}

package io.postrider.jms;

import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;

/** A connection whose sessions may work in global transactions (specification 6.1, 6.2.13). */
final class JmsXaConnection extends JmsConnection implements XAConnection {
    JmsXaConnection(OpenConnection open) {
        super(open);
    }

    @Override
    public XASession createXASession() throws JMSException {
        return new JmsXaSession(this, openXaSession());
    }
}

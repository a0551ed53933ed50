package io.postrider.jms;

import jakarta.jms.JMSException;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XASession;

/** A connection for queues only, of the API before 1.1, whose sessions may work in global transactions. */
final class JmsXaQueueConnection extends JmsQueueConnection implements XAQueueConnection {
    JmsXaQueueConnection(OpenConnection open) {
        super(open);
    }

    @Override
    public XASession createXASession() throws JMSException {
        return createXAQueueSession();
    }

    @Override
    public XAQueueSession createXAQueueSession() throws JMSException {
        return new JmsXaQueueSession(this, openXaSession());
    }
}

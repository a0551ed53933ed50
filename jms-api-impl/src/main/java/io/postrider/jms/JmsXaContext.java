package io.postrider.jms;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.XAJMSContext;
import javax.transaction.xa.XAResource;

/** A connection and a session for global transactions in one (specification 2.8.4). */
final class JmsXaContext extends JmsContext implements XAJMSContext {
    JmsXaContext(SharedConnection shared) throws JMSException {
        super(shared, JMSContext.SESSION_TRANSACTED);
    }

    @Override
    JmsSession open(JmsConnection connection) throws JMSException {
        return new JmsXaSession(connection, connection.openXaSession());
    }

    @Override
    public JMSContext getContext() {
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return JmsErrors.unchecked(() -> ((JmsXaSession) session()).getXAResource());
    }
}

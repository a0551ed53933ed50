package io.postrider.jms;

import io.postrider.jms.client.SessionState;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import javax.transaction.xa.XAResource;

/**
 * A session whose work belongs to the branch that its XAResource has started (specification 6.2.13); outside a branch it acknowledges
 * automatically, and what it sends is sent.
 */
final class JmsXaSession extends JmsSession implements XASession {
    private final XAResource resource = new JmsXaResource(this);

    JmsXaSession(JmsConnection connection, SessionState state) throws JMSException {
        super(connection, state);
    }

    @Override
    public Session getSession() throws JMSException {
        requireOpen();
        return this;
    }

    /** Also of a closed session, so that its branches can be ended. */
    @Override
    public XAResource getXAResource() {
        return resource;
    }
}

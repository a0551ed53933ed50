package io.postrider.jms;

import io.postrider.jms.client.SessionState;
import jakarta.jms.JMSException;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.XAQueueSession;
import javax.transaction.xa.XAResource;

/** An XASession for queues only, of the API before 1.1 (specification 2.8). */
final class JmsXaQueueSession extends JmsQueueSession implements XAQueueSession {
    private final XAResource resource = new JmsXaResource(this);

    JmsXaQueueSession(JmsConnection connection, SessionState state) throws JMSException {
        super(connection, state);
    }

    @Override
    public Session getSession() throws JMSException {
        return getQueueSession();
    }

    @Override
    public QueueSession getQueueSession() throws JMSException {
        requireOpen();
        return this;
    }

    /** Also of a closed session, so that its branches can be ended. */
    @Override
    public XAResource getXAResource() {
        return resource;
    }
}

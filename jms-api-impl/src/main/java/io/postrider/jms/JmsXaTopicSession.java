package io.postrider.jms;

import io.postrider.jms.client.SessionState;
import jakarta.jms.JMSException;
import jakarta.jms.TopicSession;
import jakarta.jms.Session;
import jakarta.jms.XATopicSession;
import javax.transaction.xa.XAResource;

/** An XASession for topics only, of the API before 1.1 (specification 2.8). */
final class JmsXaTopicSession extends JmsTopicSession implements XATopicSession {
    private final XAResource resource = new JmsXaResource(this);

    JmsXaTopicSession(JmsConnection connection, SessionState state) throws JMSException {
        super(connection, state);
    }

    @Override
    public Session getSession() throws JMSException {
        return getTopicSession();
    }

    @Override
    public TopicSession getTopicSession() throws JMSException {
        requireOpen();
        return this;
    }

    /** Also of a closed session, so that its branches can be ended. */
    @Override
    public XAResource getXAResource() {
        return resource;
    }
}

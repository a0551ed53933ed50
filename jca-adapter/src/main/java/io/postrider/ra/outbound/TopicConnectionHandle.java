package io.postrider.ra.outbound;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;

/** A handle on a connection for topics only. */
public final class TopicConnectionHandle extends ConnectionHandle implements TopicConnection {
    TopicConnectionHandle(PostriderManagedConnectionFactory factory, ManagedJmsConnection managed) {
        super(factory, managed);
    }

    @Override
    public Session createSession(int mode) throws JMSException {
        return open(new TopicSessionHandle(this, mode));
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return open(new TopicSessionHandle(this, transacted ? Session.SESSION_TRANSACTED : acknowledgeMode));
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(Topic topic, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        throw consumerForbidden();
    }
}

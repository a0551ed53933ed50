package io.postrider.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;

/** The session of a handle for topics only; the session behind it refuses what is for queues. */
final class TopicSessionHandle extends SessionHandle implements TopicSession {
    TopicSessionHandle(ConnectionHandle connection, int mode) {
        super(connection, mode);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic) throws JMSException {
        return consumer(session -> ((TopicSession) session).createSubscriber(topic));
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic, String selector, boolean noLocal) throws JMSException {
        return consumer(session -> ((TopicSession) session).createSubscriber(topic, selector, noLocal));
    }

    @Override
    public TopicPublisher createPublisher(Topic topic) throws JMSException {
        return producer(session -> ((TopicSession) session).createPublisher(topic));
    }
}

package io.postrider.jms;

import io.postrider.jms.client.SessionState;
import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;

/** A session for topics only, of the API before 1.1; queue methods throw IllegalStateException (specification 4.3). */
class JmsTopicSession extends JmsSession implements TopicSession {
    JmsTopicSession(JmsConnection connection, SessionState state) throws JMSException {
        super(connection, state);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic) throws JMSException {
        return createSubscriber(topic, null, false);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic, String selector, boolean noLocal) throws JMSException {
        return open(new JmsTopicSubscriber(this, Subscribing.consumer(connection(), topic, selector, noLocal)));
    }

    @Override
    public TopicPublisher createPublisher(Topic topic) throws JMSException {
        return open(new JmsTopicPublisher(this, topic == null ? null : JmsDestination.from(topic)));
    }

    @Override
    public Queue createQueue(String name) throws JMSException {
        throw forQueues();
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        throw forQueues();
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) throws JMSException {
        throw forQueues();
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
        throw forQueues();
    }

    private static JMSException forQueues() {
        return JmsErrors.illegalState("a TopicSession has no queues; use a Session or a QueueSession");
    }
}

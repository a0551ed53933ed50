package io.postrider.jms;

import io.postrider.jms.client.SessionState;
import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/** A session for queues only, of the API before 1.1; topic methods throw IllegalStateException (specification 4.3). */
class JmsQueueSession extends JmsSession implements QueueSession {
    JmsQueueSession(JmsConnection connection, SessionState state) throws JMSException {
        super(connection, state);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue) throws JMSException {
        return createReceiver(queue, null);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
        return open(new JmsQueueReceiver(this, Subscribing.consumer(connection(), queue, selector, false)));
    }

    @Override
    public QueueSender createSender(Queue queue) throws JMSException {
        return open(new JmsQueueSender(this, queue == null ? null : JmsDestination.from(queue)));
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        throw forTopics();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        throw forTopics();
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
        throw forTopics();
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name, String selector, boolean noLocal) throws JMSException {
        throw forTopics();
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        throw forTopics();
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal) throws JMSException {
        throw forTopics();
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        throw forTopics();
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name, String selector) throws JMSException {
        throw forTopics();
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
        throw forTopics();
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector) throws JMSException {
        throw forTopics();
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        throw forTopics();
    }

    private static JMSException forTopics() {
        return JmsErrors.illegalState("a QueueSession has no topics; use a Session or a TopicSession");
    }
}

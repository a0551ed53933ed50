package io.postrider.jms;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Topic;

/** A connection for queues only, of the API before 1.1 (specification 2.8); topic methods throw IllegalStateException (4.3). */
class JmsQueueConnection extends JmsConnection implements QueueConnection {
    JmsQueueConnection(OpenConnection open) {
        super(open);
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return new JmsQueueSession(this, openSession(mode(transacted, acknowledgeMode)));
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(Queue queue, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        return super.createConnectionConsumer(queue, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(Topic topic, String subscriptionName, String selector, ServerSessionPool pool,
            int maxMessages) throws JMSException {
        throw forTopics();
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(Topic topic, String subscriptionName, String selector, ServerSessionPool pool,
            int maxMessages) throws JMSException {
        throw forTopics();
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(Topic topic, String subscriptionName, String selector, ServerSessionPool pool,
            int maxMessages) throws JMSException {
        throw forTopics();
    }

    private static JMSException forTopics() {
        return JmsErrors.illegalState("a QueueConnection has no subscriptions; use a Connection or a TopicConnection");
    }
}

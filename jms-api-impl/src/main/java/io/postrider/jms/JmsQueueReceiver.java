package io.postrider.jms;

import io.postrider.jms.client.ConsumerSpec;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;

/** A consumer of a queue, of the API before 1.1. */
final class JmsQueueReceiver extends JmsMessageConsumer implements QueueReceiver {
    JmsQueueReceiver(JmsSession session, ConsumerSpec spec) {
        super(session, spec);
    }

    @Override
    public Queue getQueue() throws JMSException {
        requireOpen();
        return (Queue) destination();
    }
}

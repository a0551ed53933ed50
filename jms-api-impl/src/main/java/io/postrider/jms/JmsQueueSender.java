package io.postrider.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;

/** A producer for queues, of the API before 1.1. */
final class JmsQueueSender extends JmsMessageProducer implements QueueSender {
    JmsQueueSender(JmsSession session, JmsDestination queue) {
        super(session, queue);
    }

    @Override
    public Queue getQueue() throws JMSException {
        return (Queue) getDestination();
    }

    @Override
    public void send(Queue queue, Message message) throws JMSException {
        send((jakarta.jms.Destination) queue, message);
    }

    @Override
    public void send(Queue queue, Message message, int deliveryMode, int priority, long timeToLive) throws JMSException {
        send((jakarta.jms.Destination) queue, message, deliveryMode, priority, timeToLive);
    }
}

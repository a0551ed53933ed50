package io.postrider.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;

/** The session of a handle for queues only; the session behind it refuses what is for topics. */
final class QueueSessionHandle extends SessionHandle implements QueueSession {
    QueueSessionHandle(ConnectionHandle connection, int mode) {
        super(connection, mode);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue) throws JMSException {
        return createReceiver(queue, null);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
        return consumer(session -> ((QueueSession) session).createReceiver(queue, selector));
    }

    @Override
    public QueueSender createSender(Queue queue) throws JMSException {
        return producer(session -> ((QueueSession) session).createSender(queue));
    }
}

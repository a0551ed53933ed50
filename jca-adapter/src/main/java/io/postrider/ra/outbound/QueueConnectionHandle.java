package io.postrider.ra.outbound;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;

/** A handle on a connection for queues only. */
public final class QueueConnectionHandle extends ConnectionHandle implements QueueConnection {
    QueueConnectionHandle(PostriderManagedConnectionFactory factory, ManagedJmsConnection managed) {
        super(factory, managed);
    }

    @Override
    public Session createSession(int mode) throws JMSException {
        return open(new QueueSessionHandle(this, mode));
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return open(new QueueSessionHandle(this, transacted ? Session.SESSION_TRANSACTED : acknowledgeMode));
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(Queue queue, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        throw consumerForbidden();
    }
}

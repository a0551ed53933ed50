package io.postrider.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.resource.spi.ConnectionManager;

/** Where an application gets handles on connections for queues only, of the API before 1.1. Any thread. */
public final class PostriderQueueConnectionFactory extends PostriderConnectionFactory implements QueueConnectionFactory {
    PostriderQueueConnectionFactory(PostriderManagedConnectionFactory factory, ConnectionManager manager) {
        super(factory, manager);
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return createQueueConnection(null, null);
    }

    @Override
    public QueueConnection createQueueConnection(String user, String password) throws JMSException {
        return (QueueConnection) createConnection(user, password);
    }
}

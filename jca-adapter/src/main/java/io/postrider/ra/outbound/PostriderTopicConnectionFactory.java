package io.postrider.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.resource.spi.ConnectionManager;

/** Where an application gets handles on connections for topics only, of the API before 1.1. Any thread. */
public final class PostriderTopicConnectionFactory extends PostriderConnectionFactory implements TopicConnectionFactory {
    PostriderTopicConnectionFactory(PostriderManagedConnectionFactory factory, ConnectionManager manager) {
        super(factory, manager);
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return createTopicConnection(null, null);
    }

    @Override
    public TopicConnection createTopicConnection(String user, String password) throws JMSException {
        return (TopicConnection) createConnection(user, password);
    }
}

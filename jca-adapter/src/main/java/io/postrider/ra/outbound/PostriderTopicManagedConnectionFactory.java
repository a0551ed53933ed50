package io.postrider.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;

/** Makes the connections of a pool of the server, for {@code jakarta.jms.TopicConnectionFactory}; otherwise as its superclass. */
public final class PostriderTopicManagedConnectionFactory extends PostriderManagedConnectionFactory {
    @Override
    Domain domain() {
        return Domain.TOPIC;
    }

    @Override
    public Object createConnectionFactory(ConnectionManager manager) throws ResourceException {
        return new PostriderTopicConnectionFactory(this, manager);
    }
}

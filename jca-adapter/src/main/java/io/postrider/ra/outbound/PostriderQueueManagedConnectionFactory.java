package io.postrider.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;

/** Makes the connections of a pool of the server, for {@code jakarta.jms.QueueConnectionFactory}; otherwise as its superclass. */
public final class PostriderQueueManagedConnectionFactory extends PostriderManagedConnectionFactory {
    @Override
    Domain domain() {
        return Domain.QUEUE;
    }

    @Override
    public Object createConnectionFactory(ConnectionManager manager) throws ResourceException {
        return new PostriderQueueConnectionFactory(this, manager);
    }
}

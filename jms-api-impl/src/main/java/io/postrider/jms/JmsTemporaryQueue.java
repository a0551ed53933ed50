package io.postrider.jms;

import io.postrider.transport.message.DestinationName;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;

/** A queue that ends with the connection that created it (specification 4.1.5). */
public final class JmsTemporaryQueue extends JmsQueue implements TemporaryQueue {
    private final transient TemporaryOwner owner;

    /**
     * @param name  of kind TEMPORARY_QUEUE
     * @param owner who deletes it, or null where it only came in a message
     */
    public JmsTemporaryQueue(DestinationName name, TemporaryOwner owner) {
        super(name);
        if (name.kind() != DestinationName.Kind.TEMPORARY_QUEUE) {
            throw new IllegalArgumentException(name + " is not a temporary queue");
        }
        this.owner = owner;
    }

    @Override
    public TemporaryOwner owner() {
        return owner;
    }

    /** @throws jakarta.jms.IllegalStateException if this object was not created by the connection that owns the queue */
    @Override
    public void delete() throws JMSException {
        delete(owner);
    }
}

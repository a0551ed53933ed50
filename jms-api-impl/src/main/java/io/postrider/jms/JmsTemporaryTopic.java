package io.postrider.jms;

import io.postrider.transport.message.DestinationName;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;

/** A topic that ends with the connection that created it (specification 4.2.7). */
public final class JmsTemporaryTopic extends JmsTopic implements TemporaryTopic {
    private final transient TemporaryOwner owner;

    /**
     * @param name  of kind TEMPORARY_TOPIC
     * @param owner who deletes it, or null where it only came in a message
     */
    public JmsTemporaryTopic(DestinationName name, TemporaryOwner owner) {
        super(name);
        if (name.kind() != DestinationName.Kind.TEMPORARY_TOPIC) {
            throw new IllegalArgumentException(name + " is not a temporary topic");
        }
        this.owner = owner;
    }

    @Override
    public TemporaryOwner owner() {
        return owner;
    }

    /** @throws jakarta.jms.IllegalStateException if this object was not created by the connection that owns the topic */
    @Override
    public void delete() throws JMSException {
        delete(owner);
    }
}

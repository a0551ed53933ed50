package io.postrider.jms;

import io.postrider.transport.message.DestinationName;
import jakarta.jms.Queue;

/** A queue (specification 4.1.4). */
public sealed class JmsQueue extends JmsDestination implements Queue permits JmsTemporaryQueue, AdministeredQueue {
    /** @throws IllegalArgumentException if the name breaks the rules of {@link DestinationName} */
    public JmsQueue(String name) {
        this(DestinationName.queue(name));
    }

    JmsQueue(DestinationName name) {
        super(name);
    }

    @Override
    public final String getQueueName() {
        return name().name();
    }
}

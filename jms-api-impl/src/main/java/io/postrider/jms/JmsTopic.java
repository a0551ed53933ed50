package io.postrider.jms;

import io.postrider.transport.message.DestinationName;
import jakarta.jms.Topic;

/** A topic (specification 4.2.6). */
public sealed class JmsTopic extends JmsDestination implements Topic permits JmsTemporaryTopic, AdministeredTopic {
    /** @throws IllegalArgumentException if the name breaks the rules of {@link DestinationName} */
    public JmsTopic(String name) {
        this(DestinationName.topic(name));
    }

    JmsTopic(DestinationName name) {
        super(name);
    }

    @Override
    public final String getTopicName() {
        return name().name();
    }
}

package io.postrider.jms;

import io.postrider.jms.client.ConsumerSpec;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/** A consumer of a topic, of the API before 1.1. */
final class JmsTopicSubscriber extends JmsMessageConsumer implements TopicSubscriber {
    JmsTopicSubscriber(JmsSession session, ConsumerSpec spec) {
        super(session, spec);
    }

    @Override
    public Topic getTopic() throws JMSException {
        requireOpen();
        return (Topic) destination();
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        requireOpen();
        return spec().noLocal();
    }
}

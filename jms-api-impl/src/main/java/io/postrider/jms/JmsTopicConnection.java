package io.postrider.jms;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;

/** A connection for topics only, of the API before 1.1 (specification 2.8). */
class JmsTopicConnection extends JmsConnection implements TopicConnection {
    JmsTopicConnection(OpenConnection open) {
        super(open);
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return new JmsTopicSession(this, openSession(mode(transacted, acknowledgeMode)));
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(Topic topic, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        return super.createConnectionConsumer(topic, selector, pool, maxMessages);
    }
}

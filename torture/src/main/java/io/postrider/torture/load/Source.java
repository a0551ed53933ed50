package io.postrider.torture.load;

import io.postrider.torture.log.Event;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;

/**
 * Where a consumer gets its messages from. Immutable.
 *
 * @param kind how it consumes
 * @param name of the queue or topic
 * @param subscription of a topic: its name; null for a queue
 * @param key  what its selector asks for, or null
 */
record Source(Kind kind, String name, String subscription, String key) {
    enum Kind {
        QUEUE,
        /** Of a client identifier, which is the subscription's name. */
        DURABLE,
        SHARED_DURABLE
    }

    static Source queue(String name) {
        return new Source(Kind.QUEUE, name, null, null);
    }

    static Source queue(String name, String key) {
        return new Source(Kind.QUEUE, name, null, key);
    }

    static Source durable(String topic, String subscription, String key) {
        return new Source(Kind.DURABLE, topic, subscription, key);
    }

    static Source shared(String topic, String subscription) {
        return new Source(Kind.SHARED_DURABLE, topic, subscription, null);
    }

    /** For the log: destination and, where there is more than one place in it to get messages from, which. */
    String label() {
        return destination() + (subscription == null ? "" : "/" + subscription) + (key == null ? "" : "[" + key + "]");
    }

    String destination() {
        return (kind == Kind.QUEUE ? "queue:" : "topic:") + name;
    }

    Event.Opened opened(Event.Mode mode) {
        return new Event.Opened(label(), destination(), key == null ? Event.NONE : key, mode);
    }

    /** Before anything else is done with the connection. */
    void identify(Connection connection) throws JMSException {
        if (kind == Kind.DURABLE) {
            connection.setClientID(subscription);
        }
    }

    MessageConsumer consumer(Session session) throws JMSException {
        String selector = key == null ? null : Outline.KEY + " = '" + key + "'";
        if (kind == Kind.QUEUE) {
            return session.createConsumer(session.createQueue(name), selector);
        }
        Topic topic = session.createTopic(name);
        return kind == Kind.DURABLE ? session.createDurableConsumer(topic, subscription, selector, false)
                : session.createSharedDurableConsumer(topic, subscription, selector);
    }
}

package io.postrider.ra.outbound;

import io.postrider.jms.JmsXaConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;

/** For queues, for topics, or for both: what the three connection definitions differ in. */
enum Domain {
    COMMON,
    QUEUE,
    TOPIC;

    /** @param signOn whose missing user means that of the factory */
    XAConnection connect(JmsXaConnectionFactory factory, SignOn signOn) throws JMSException {
        String user = signOn.isGiven() ? signOn.user() : factory.getUser();
        String password = signOn.isGiven() ? signOn.password() : factory.getPassword();
        return switch (this) {
            case COMMON -> factory.createXAConnection(user, password);
            case QUEUE -> factory.createXAQueueConnection(user, password);
            case TOPIC -> factory.createXATopicConnection(user, password);
        };
    }

    ConnectionHandle handle(PostriderManagedConnectionFactory factory, ManagedJmsConnection managed) {
        return switch (this) {
            case COMMON -> new ConnectionHandle(factory, managed);
            case QUEUE -> new QueueConnectionHandle(factory, managed);
            case TOPIC -> new TopicConnectionHandle(factory, managed);
        };
    }
}

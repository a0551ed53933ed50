package io.postrider.jms;

import io.postrider.jms.client.ConsumerSpec;
import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.frame.SubscriptionKind;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;

/** Checks what an application wants to consume (specification 8.3) before the broker is asked. Arguments come before states. */
final class Subscribing {
    private Subscribing() {
    }

    static ConsumerSpec consumer(JmsConnection connection, Destination destination, String selector, boolean noLocal) throws JMSException {
        JmsDestination from = requireConsumable(connection, destination);
        boolean topic = from.name().kind().isTopic();
        return new ConsumerSpec(from.name(), topic ? SubscriptionKind.NON_DURABLE : SubscriptionKind.QUEUE, null, selector(selector), topic && noLocal,
                connection.open().settings().redeliveryDelay());
    }

    /** @param kind one with a name */
    static ConsumerSpec named(JmsConnection connection, SubscriptionKind kind, Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        JmsDestination from = requireConsumable(connection, topic);
        requireName(name);
        if (kind.isDurable() && from.isTemporary()) {
            throw JmsErrors.invalidDestination(from + " ends with its connection and can have no durable subscription");
        }
        connection.requireOpen();
        if (kind == SubscriptionKind.DURABLE && connection.getClientID() == null) {
            throw JmsErrors.illegalState("the durable subscription '" + name + "' needs a client id, which this connection does not have: "
                    + "call setClientID before anything else, or set clientId of the factory or in its URL");
        }
        return new ConsumerSpec(from.name(), kind, name, selector(selector), noLocal, connection.open().settings().redeliveryDelay());
    }

    /** @throws jakarta.jms.InvalidDestinationException for null, another provider's, and a temporary one of another connection (4.1.5) */
    static JmsDestination requireConsumable(JmsConnection connection, Destination destination) throws JMSException {
        JmsDestination from = JmsDestination.from(destination);
        if (from.isTemporary() && !connection.owns(from)) {
            throw JmsErrors.invalidDestination(from + " belongs to another connection, and only that one can consume it");
        }
        return from;
    }

    static String requireName(String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw JmsErrors.invalidDestination("a subscription name cannot be " + (name == null ? "null" : "empty"));
        }
        return name;
    }

    /** Null for one that selects everything (3.8.1). */
    static String selector(String selector) {
        return selector == null || selector.isBlank() ? null : selector;
    }
}

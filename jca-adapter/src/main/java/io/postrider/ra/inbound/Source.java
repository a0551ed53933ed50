package io.postrider.ra.inbound;

import io.postrider.jms.JmsConnectionFactory;
import io.postrider.jms.JmsDestination;
import io.postrider.jms.JmsXaConnectionFactory;
import io.postrider.jms.Setting;
import io.postrider.ra.BrokerSettings;
import io.postrider.ra.outbound.PostriderConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Topic;
import jakarta.resource.spi.InvalidPropertyException;

/**
 * Where a bean's messages come from, with all names looked up. Immutable.
 *
 * @param client       connects to the broker
 * @param destination  a queue or a topic
 * @param selector     null for all messages
 * @param subscription of a topic; null for one of the connection's own without a name
 */
record Source(JmsXaConnectionFactory client, JmsDestination destination, String selector, Subscription subscription) {
    /** One message at a time for each session, so that each has a transaction of its own. */
    private static final int MESSAGES_PER_SESSION = 1;

    /** With ten attempts the last one is nearly a minute after the first: time for a database to come back, say. */
    private static final long REDELIVERY_DELAY_MS = 100;

    /** A subscription with a name (JMS 8.3). */
    record Subscription(String name, boolean durable, boolean shared) {
    }

    /** @throws InvalidPropertyException if something is not in JNDI, or is not what the properties say */
    static Source of(PostriderActivationSpec spec, BrokerSettings adapter) throws InvalidPropertyException {
        JmsXaConnectionFactory client = client(spec, adapter);
        setRedeliveryDelay(client, spec);
        JmsDestination destination = destination(spec);
        return new Source(client, destination, spec.getMessageSelector(), subscription(spec, destination, client.getClientId() != null));
    }

    /** @throws InvalidPropertyException as {@link #of} */
    static JmsXaConnectionFactory client(PostriderActivationSpec spec, BrokerSettings adapter) throws InvalidPropertyException {
        JmsXaConnectionFactory client;
        String lookup = spec.getConnectionFactoryLookup();
        if (lookup == null) {
            client = spec.brokerSettings().factory(adapter);
        } else {
            Object found = Jndi.lookup("connectionFactoryLookup", lookup);
            if (found instanceof PostriderConnectionFactory pooled) {
                client = pooled.managedConnectionFactory().clientFactory();
            } else if (found instanceof JmsConnectionFactory plain) {
                client = new JmsXaConnectionFactory(plain.getUrl());
            } else {
                throw Jndi.unexpected("connectionFactoryLookup", lookup, found, "a connection factory of Postrider");
            }
            if (spec.getUser() != null) {
                client.setUser(spec.getUser());
                client.setPassword(spec.getPassword());
            }
        }
        if (spec.getClientId() != null) {
            client.setClientId(spec.getClientId());
        }
        return client;
    }

    /** Not a part of {@link #client}, which recovery uses: for that, beans with different delays have one broker. */
    private static void setRedeliveryDelay(JmsXaConnectionFactory client, PostriderActivationSpec spec) {
        if (spec.ownRedeliveryDelayMaxMs() != null) {
            client.setRedeliveryDelayMaxMs(spec.ownRedeliveryDelayMaxMs());
        }
        if (spec.ownRedeliveryDelayMs() != null) {
            client.setRedeliveryDelayMs(spec.ownRedeliveryDelayMs());
        } else if (!client.isSet(Setting.REDELIVERY_DELAY_MS)) {
            client.setRedeliveryDelayMs(Math.min(REDELIVERY_DELAY_MS, client.getRedeliveryDelayMaxMs()));
        }
    }

    private static JmsDestination destination(PostriderActivationSpec spec) throws InvalidPropertyException {
        String type = spec.getDestinationType();
        boolean useJndi = Boolean.TRUE.equals(spec.getUseJNDI());
        String property = spec.getDestinationLookup() != null ? "destinationLookup" : "destination";
        String name = spec.getDestinationLookup() != null ? spec.getDestinationLookup() : spec.getDestination();
        if (spec.getDestinationLookup() == null && !useJndi) {
            try {
                return ActivationRules.QUEUE.equals(type) ? JmsDestination.queue(name) : JmsDestination.topic(name);
            } catch (JMSException e) {
                throw new InvalidPropertyException("destination '" + name + "': " + e.getMessage(), e);
            }
        }
        Object found = Jndi.lookup(property, name);
        if (!(found instanceof Destination bound)) {
            throw Jndi.unexpected(property, name, found, "a queue or a topic of Postrider");
        }
        if (ActivationRules.QUEUE.equals(type) && !(found instanceof Queue) || ActivationRules.TOPIC.equals(type) && !(found instanceof Topic)) {
            throw Jndi.unexpected(property, name, found, "a " + type + ", as destinationType says");
        }
        try {
            return JmsDestination.from(bound);
        } catch (JMSException e) {
            throw new InvalidPropertyException(property + " '" + name + "': " + e.getMessage(), e);
        }
    }

    /** JMS 13.1 leaves open whether it is shared: a durable one is if that is the only way to have it, without a client identifier. */
    private static Subscription subscription(PostriderActivationSpec spec, JmsDestination destination, boolean hasClientId) throws InvalidPropertyException {
        boolean durable = ActivationRules.DURABLE.equals(spec.getSubscriptionDurability());
        boolean shared = spec.getShareSubscriptions() == null ? durable && !hasClientId : spec.getShareSubscriptions();
        if (!(destination instanceof Topic)) {
            if (durable || shared) {
                throw new InvalidPropertyException((durable ? "subscriptionDurability is Durable" : "shareSubscriptions is true") + ", but " + destination
                        + " has no subscriptions");
            }
            return null;
        }
        if (durable && !shared && !hasClientId) {
            throw new InvalidPropertyException("a durable subscription that is not shared needs a clientId, here or at the connection factory");
        }
        return durable || shared ? new Subscription(spec.getSubscriptionName(), durable, shared) : null;
    }

    ConnectionConsumer open(Connection connection, ServerSessionPool pool) throws JMSException {
        if (subscription == null) {
            return connection.createConnectionConsumer(destination, selector, pool, MESSAGES_PER_SESSION);
        }
        Topic topic = (Topic) destination;
        String name = subscription.name();
        if (!subscription.durable()) {
            return connection.createSharedConnectionConsumer(topic, name, selector, pool, MESSAGES_PER_SESSION);
        }
        return subscription.shared() ? connection.createSharedDurableConnectionConsumer(topic, name, selector, pool, MESSAGES_PER_SESSION)
                : connection.createDurableConnectionConsumer(topic, name, selector, pool, MESSAGES_PER_SESSION);
    }
}

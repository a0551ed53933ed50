package io.postrider.ra.outbound;

import io.postrider.jms.JmsDestination;
import io.postrider.jms.JmsTemporaryQueue;
import io.postrider.jms.JmsTemporaryTopic;
import io.postrider.jms.TemporaryOwner;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those that applications made on a managed connection and did not delete; they end when it goes back to its pool (JMS 6.2.2). What an application
 * gets is owned here, so that one it deletes is known no more. Any thread.
 */
final class TemporaryDestinations {
    /** With who deletes each at the broker. */
    private final Map<JmsDestination, TemporaryOwner> open = new ConcurrentHashMap<>();

    /** @param made by the client */
    TemporaryQueue add(TemporaryQueue made) {
        JmsTemporaryQueue ours = (JmsTemporaryQueue) made;
        return new JmsTemporaryQueue(ours.name(), owned(ours));
    }

    /** @param made by the client */
    TemporaryTopic add(TemporaryTopic made) {
        JmsTemporaryTopic ours = (JmsTemporaryTopic) made;
        return new JmsTemporaryTopic(ours.name(), owned(ours));
    }

    private TemporaryOwner owned(JmsDestination made) {
        open.put(made, made.owner());
        return new Owner(made.owner());
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** @throws JMSException at the first failure: then the connection is not to be used again, and they end with it */
    void delete() throws JMSException {
        for (Map.Entry<JmsDestination, TemporaryOwner> each : List.copyOf(open.entrySet())) {
            JmsDestination destination = each.getKey();
            try {
                forgetting(destination, () -> each.getValue().deleteAtOnce(destination));
            } catch (InvalidDestinationException e) {
                // gone already, as it should be
            }
        }
    }

    /** Of one of them, in whatever way. */
    @FunctionalInterface
    private interface Deletion {
        void run() throws JMSException;
    }

    private void forgetting(JmsDestination destination, Deletion deletion) throws JMSException {
        try {
            deletion.run();
        } catch (InvalidDestinationException e) {
            open.remove(destination);
            throw e;
        }
        open.remove(destination);
    }

    /** Of what an application has. */
    private final class Owner implements TemporaryOwner {
        private final TemporaryOwner client;

        private Owner(TemporaryOwner client) {
            this.client = client;
        }

        @Override
        public void delete(JmsDestination destination) throws JMSException {
            forgetting(destination, () -> client.delete(destination));
        }

        @Override
        public void deleteAtOnce(JmsDestination destination) throws JMSException {
            forgetting(destination, () -> client.deleteAtOnce(destination));
        }

        @Override
        public boolean isOpen() {
            return client.isOpen();
        }
    }
}

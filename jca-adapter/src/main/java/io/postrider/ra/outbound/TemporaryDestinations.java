package io.postrider.ra.outbound;

import io.postrider.jms.JmsDestination;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import java.util.ArrayList;
import java.util.List;

/** Those that applications made on a managed connection; they end when it goes back to its pool (JMS 6.2.2). Guarded by its monitor. */
final class TemporaryDestinations {
    /** One of them. */
    @FunctionalInterface
    interface Deletion {
        void run() throws JMSException;
    }

    private final List<Deletion> deletions = new ArrayList<>();

    synchronized TemporaryQueue add(TemporaryQueue queue) {
        deletions.add(deletion((JmsDestination) queue));
        return queue;
    }

    synchronized TemporaryTopic add(TemporaryTopic topic) {
        deletions.add(deletion((JmsDestination) topic));
        return topic;
    }

    private static Deletion deletion(JmsDestination made) {
        return () -> made.owner().deleteAtOnce(made);
    }

    synchronized boolean isEmpty() {
        return deletions.isEmpty();
    }

    /** @throws JMSException at the first failure: then the connection is not to be used again, and they end with it */
    void delete() throws JMSException {
        List<Deletion> all;
        synchronized (this) {
            all = List.copyOf(deletions);
            deletions.clear();
        }
        for (Deletion each : all) {
            try {
                each.run();
            } catch (jakarta.jms.InvalidDestinationException e) {
                // the application has deleted it itself
            }
        }
    }
}

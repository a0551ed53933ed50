package io.postrider.ra.outbound;

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
        deletions.add(queue::delete);
        return queue;
    }

    synchronized TemporaryTopic add(TemporaryTopic topic) {
        deletions.add(topic::delete);
        return topic;
    }

    synchronized boolean isEmpty() {
        return deletions.isEmpty();
    }

    /** @throws JMSException the first failure, after all were tried */
    void delete() throws JMSException {
        List<Deletion> all;
        synchronized (this) {
            all = List.copyOf(deletions);
            deletions.clear();
        }
        JMSException failure = null;
        for (Deletion each : all) {
            try {
                each.run();
            } catch (jakarta.jms.InvalidDestinationException e) {
                // the application has deleted it itself
            } catch (JMSException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}

package io.postrider.jms;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What one session has open to get messages: its consumers and browsers. Any thread. */
final class Consumers {
    private final Set<JmsMessageConsumer> consumers = ConcurrentHashMap.newKeySet();
    private final Set<JmsQueueBrowser> browsers = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private volatile boolean closed;

    /** @throws jakarta.jms.IllegalStateException if another thread has closed the session while this one was opened */
    void add(JmsMessageConsumer consumer) throws JMSException {
        consumers.add(consumer);
        if (closed) {
            consumers.remove(consumer);
            throw JmsErrors.closed("session");
        }
        consumer.running(running);
    }

    /** @throws jakarta.jms.IllegalStateException as with a consumer */
    void add(JmsQueueBrowser browser) throws JMSException {
        browsers.add(browser);
        if (closed) {
            browsers.remove(browser);
            throw JmsErrors.closed("session");
        }
    }

    void remove(JmsMessageConsumer consumer) {
        consumers.remove(consumer);
    }

    void remove(JmsQueueBrowser browser) {
        browsers.remove(browser);
    }

    /** Whether there is no consumer. */
    boolean isEmpty() {
        return consumers.isEmpty();
    }

    /** Starts or stops handing over. */
    void running(boolean started) {
        running = started;
        consumers.forEach(consumer -> consumer.running(started));
    }

    // --- recover and rollback

    /** What the broker delivers from that generation on stays. */
    void discardBefore(int generation) {
        consumers.forEach(consumer -> consumer.prefetch().discardBefore(generation));
    }

    /** The broker has forgotten all credit. */
    void restart() {
        consumers.forEach(consumer -> consumer.prefetch().restart());
    }

    /** Who waits for a message of the session's branch gets none: the branch is over. */
    void endWaits() {
        consumers.forEach(consumer -> consumer.prefetch().endWaits());
    }

    // --- close

    /** Ends hand-over; who waits for a message gets none. */
    void release() {
        consumers.forEach(JmsMessageConsumer::release);
        browsers.forEach(JmsQueueBrowser::release);
    }

    /** Waits for receive calls of other threads. */
    void awaitReceive() throws JMSException {
        for (JmsMessageConsumer consumer : consumers) {
            consumer.awaitReceive();
        }
    }

    /** Ends also what was opened meanwhile, and nothing is added any more. */
    void close() {
        closed = true;
        release();
    }
}

package io.postrider.jms.client;

import io.postrider.transport.frame.Browse;
import io.postrider.transport.frame.CreateConsumer;
import io.postrider.transport.frame.Frame;

/**
 * One consumer or browser that is open at the broker. Made by the thread that opens it; then the event loop brings it deliveries,
 * and after a lost link the resuming thread opens it again under the same id.
 */
public final class ConsumerState {
    private final long id;
    private final SessionState session;
    private final ConsumerSpec spec;
    private final ConsumerEvents events;
    private volatile long subscription;

    ConsumerState(long id, SessionState session, ConsumerSpec spec, ConsumerEvents events) {
        this.id = id;
        this.session = session;
        this.spec = spec;
        this.events = events;
    }

    public long id() {
        return id;
    }

    public SessionState session() {
        return session;
    }

    ConsumerSpec spec() {
        return spec;
    }

    ConsumerEvents events() {
        return events;
    }

    long subscription() {
        return subscription;
    }

    void subscription(long given) {
        subscription = given;
    }

    /** The request that opens it. */
    Frame open(long requestId) {
        if (spec.isBrowser()) {
            return new Browse(requestId, session.id(), id, spec.destination(), spec.selector());
        }
        return new CreateConsumer(requestId, session.id(), id, spec.destination(), spec.kind(), spec.subscriptionName(), spec.selector(),
                spec.noLocal(), spec.redeliveryDelay());
    }
}

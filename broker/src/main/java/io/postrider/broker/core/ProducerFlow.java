package io.postrider.broker.core;

import io.postrider.transport.frame.ProducerCredit;

/** The credit of one session towards one destination. Owned by the core's thread. */
final class ProducerFlow {
    private final CoreContext context;
    private final ServerSession session;
    private final Destination destination;
    /** Bytes that the client may still send; below zero after a message larger than its credit. */
    private long granted;

    ProducerFlow(CoreContext context, ServerSession session, Destination destination) {
        this.context = context;
        this.session = session;
        this.destination = destination;
    }

    /** Opens it, in place of one that the session has open there already. */
    void open() {
        ProducerFlow before = session.producers().put(destination.id(), this);
        if (before != null) {
            before.close();
        }
        destination.opened(this);
    }

    /** The session sends there no more. */
    void close() {
        destination.closed(this);
    }

    /** The destination is deleted. */
    void forget() {
        session.producers().remove(destination.id());
    }

    /** A message has arrived. */
    void used(long bytes) {
        granted -= bytes;
        refill();
    }

    /** Grants anew when half is used, unless the destination is at its bound: then it waits until that has room. */
    void refill() {
        refill(0);
    }

    /** @param waitsFor what the answer that opens the credit waits for: the credit follows it */
    void refill(long waitsFor) {
        long full = context.settings.destinationCreditBytes();
        if (granted > full / 2) {
            return;
        }
        if (!destination.hasRoom()) {
            destination.await(this);
            return;
        }
        long more = full - granted;
        granted = full;
        context.outbox.send(session.connection().peer(), new ProducerCredit(session.id(), destination.name(), more), waitsFor);
    }
}

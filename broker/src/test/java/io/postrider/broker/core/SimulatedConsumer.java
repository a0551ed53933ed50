package io.postrider.broker.core;

import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.RedeliveryDelay;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;

import java.util.ArrayDeque;
import java.util.Deque;

/** A consumer or browser as its client knows it. */
final class SimulatedConsumer {
    /** A message that arrived. */
    record Delivery(SimulatedConsumer consumer, Deliver frame, MessageRef ref, Copy copy) {
    }

    final SimulatedSession session;
    final long id;
    final DestinationName destination;
    final SubscriptionKind kind;
    final String name;
    final Filter filter;
    final boolean noLocal;
    final boolean browser;
    /** Not where order is checked, since what is postponed is overtaken. */
    final RedeliveryDelay redeliveryDelay;
    final long madeByConnection;
    final String madeByClientId;
    final Deque<Delivery> prefetch = new ArrayDeque<>();
    /** Whether it may put a durable subscription in the place of another one. */
    boolean changes;
    long subscription;
    boolean open;
    boolean closing;
    long creditMessages;
    long creditBytes;
    /** Largest delivery since the credit began: a non-persistent one may overtake a persistent one that waits for the disk. */
    long largest;
    int takenMessages;
    long takenBytes;
    long drainNumber;
    boolean draining;

    SimulatedConsumer(SimulatedSession session, long id, DestinationName destination, SubscriptionKind kind, String name, Filter filter,
                      boolean noLocal, boolean browser) {
        this.session = session;
        this.id = id;
        this.destination = destination;
        this.kind = kind;
        this.name = name;
        this.filter = filter;
        this.noLocal = noLocal;
        this.browser = browser;
        this.redeliveryDelay = session.client.simulation.anyDelay(destination);
        this.madeByConnection = session.client.connectionId;
        this.madeByClientId = session.client.identity();
    }

    /** Credit and what has arrived are void. */
    void reset() {
        prefetch.clear();
        creditMessages = 0;
        creditBytes = 0;
        largest = 0;
        takenMessages = 0;
        takenBytes = 0;
        draining = false;
    }

    void granted(int messages, long bytes) {
        creditMessages += messages;
        creditBytes += bytes;
    }

    @Override
    public String toString() {
        return "consumer " + id + " of " + destination;
    }
}

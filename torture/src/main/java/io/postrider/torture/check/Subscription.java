package io.postrider.torture.check;

import io.postrider.torture.log.Event;
import io.postrider.torture.log.Event.Mode;
import io.postrider.torture.log.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What consumers got from one subscription, or from one queue with one selector. Used by one thread. */
final class Subscription {
    private final String name;
    private final String destination;
    private final String key;
    private final Set<String> consumers = new HashSet<>();
    private final Map<String, List<Receipt>> receipts = new HashMap<>();
    private long openedNanos = Long.MAX_VALUE;

    /**
     * One delivery.
     *
     * @param unit {@link Event#NONE} with AUTO
     */
    record Receipt(long nanos, Event.Received event, Mode mode) {
        /** Whether the client knows that it has taken it: never with AUTO. */
        boolean isTaken(Units units) {
            return mode != Mode.AUTO && units.outcome(event.unit()) == Outcome.DONE;
        }

        /**
         * What took it: with CLIENT_ACKNOWLEDGE a message may come again, after a lost connection, before the one acknowledge that is for
         * both; a transaction is rolled back then.
         */
        Object taking() {
            return mode == Mode.CLIENT ? event.unit() : this;
        }

        /** Whether it may have taken it. */
        boolean mayBeTaken(Units units) {
            return mode == Mode.AUTO || units.outcome(event.unit()) != Outcome.UNDONE;
        }
    }

    Subscription(Event.Opened opened) {
        this.name = opened.subscription();
        this.destination = opened.destination();
        this.key = opened.key();
    }

    void opened(long nanos, String actor, Mode mode) {
        openedNanos = Math.min(openedNanos, nanos);
        if (mode != Mode.SWEEP) {
            consumers.add(actor);
        }
    }

    void received(Receipt receipt) {
        receipts.computeIfAbsent(receipt.event.id(), none -> new ArrayList<>(1)).add(receipt);
    }

    String name() {
        return name;
    }

    String destination() {
        return destination;
    }

    /** Whether it existed when a message was sent. A queue keeps what comes before; a topic's subscription does not. */
    boolean has(Message message) {
        return asksFor(message) && (destination.startsWith("queue:") || openedNanos < message.nanos());
    }

    boolean asksFor(Message message) {
        return key.equals(Event.NONE) || key.equals(message.sent().key());
    }

    /** Whether all that comes from it comes to one consumer after the other, so that order can be seen. */
    boolean hasOneConsumer() {
        return consumers.size() == 1;
    }

    Map<String, List<Receipt>> receipts() {
        return receipts;
    }

    List<Receipt> receipts(String id) {
        return receipts.getOrDefault(id, List.of());
    }
}

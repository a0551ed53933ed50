package io.postrider.broker.core;

import io.postrider.broker.store.ReadRequest;

/** How the store learns what a subscription has consumed of one lane. Owned by the core's thread. */
interface Consumption {
    /** A stored entry is consumed: whatever says so goes into the open write set. */
    void consumed(Entry entry);

    /** Whether a message that a read brought up, at a position that is not in memory, is consumed already. */
    boolean isConsumed(long position);

    /** Writes what became dirty into the open write set. */
    default void flush() {
    }

    /** What a read of this lane walks by. */
    ReadRequest.Source source();

    /** A queue: what is consumed is removed. */
    record Removal(CoreContext context, Lane lane) implements Consumption {
        @Override
        public void consumed(Entry entry) {
            context.open().removeMessage(lane.destination(), lane.priority(), entry.position);
            context.bodies.release(entry.message.message());
            lane.left(entry.message.message(), true);
        }

        @Override
        public boolean isConsumed(long position) {
            return false;
        }

        @Override
        public ReadRequest.Source source() {
            return ReadRequest.Source.LOG;
        }
    }

    /** A filtered durable subscription: the match is removed. */
    record Match(CoreContext context, TopicDestination topic, long subscription) implements Consumption {
        @Override
        public void consumed(Entry entry) {
            context.open().removeMatch(subscription, entry.lane.priority(), entry.position);
            topic.consumed(entry);
        }

        @Override
        public boolean isConsumed(long position) {
            return false;
        }

        @Override
        public ReadRequest.Source source() {
            return ReadRequest.Source.MATCHES;
        }
    }

    /** A subscription that lives in memory. */
    record Nothing() implements Consumption {
        @Override
        public void consumed(Entry entry) {
            // its entries are gone with memory
        }

        @Override
        public boolean isConsumed(long position) {
            return false;
        }

        @Override
        public ReadRequest.Source source() {
            throw new IllegalStateException("a subscription in memory reads nothing");
        }
    }
}

package io.postrider.broker.core;

import io.postrider.transport.frame.RedeliveryDelay;

/** One message for one subscription while it is in memory. Owned by the core's thread. */
final class Entry {
    /** Where it stands. */
    enum State {
        /** May be delivered. */
        READY,
        /** Was given to a session that has neither acknowledged nor returned it. */
        HELD,
        /** Has failed, and may be delivered again only when its time has come; nobody holds it. */
        POSTPONED,
        /** Consumed or expired; kept only where an older read may still bring it up. */
        REMOVED
    }

    final long position;
    final SubscriptionLane lane;
    final CachedMessage message;
    State state = State.READY;
    /** Failed attempts that count. */
    int attempts;
    /** What the consumer that got it last wants between two attempts. */
    RedeliveryDelay redeliveryDelay = RedeliveryDelay.NONE;
    /** When it may be delivered again, if it is postponed; kept by {@link Postponed}. */
    long dueMs;
    /** Shown as JMSRedelivered although no attempt counted. */
    boolean flagged;
    /** Whether its message is nowhere but in memory. */
    boolean pinned;
    /** Whether it has a copy in the overflow; kept by {@link LaneOverflow}, as is the write set that has its last change there. */
    boolean inOverflow;
    long overflowedIn;
    ServerSession holder;
    /** Null if it is held by the session alone: its consumer has closed, or is another session's. */
    ServerConsumer consumer;
    /** Number of the delivery to its consumer, from 1. */
    long delivery;
    /** Acknowledged within a transaction that has not ended. */
    boolean inTransaction;
    /** The transaction that answers for it, or null: no session holds it then. */
    Transaction transaction;

    Entry(long position, SubscriptionLane lane, CachedMessage message) {
        this.position = position;
        this.lane = lane;
        this.message = message;
    }

    /** Whether it is there and nobody has it. */
    boolean isFree() {
        return state == State.READY || state == State.POSTPONED;
    }

    boolean isExpired(long nowMs) {
        long expires = message.message().expiresAtMs();
        return expires != 0 && expires <= nowMs;
    }
}

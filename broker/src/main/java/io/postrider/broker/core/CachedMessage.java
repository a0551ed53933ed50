package io.postrider.broker.core;

import io.postrider.broker.store.StoredMessage;

/**
 * A message in memory, shared by the subscriptions that want it; leaves memory with the last of them. Owned by the core's
 * thread.
 */
final class CachedMessage {
    private final CoreContext context;
    private final StoredMessage message;
    private final boolean stored;
    private final long writeSet;
    private int holders;
    private int pins;
    private MessageFields fields;
    /** Durable subscriptions that still want it, or -1 if that is not known in memory. */
    private int wantedBy = -1;

    /**
     * @param stored   whether it is also in the store
     * @param writeSet the write set that stores it or its body, 0 if it needs none
     */
    CachedMessage(CoreContext context, StoredMessage message, boolean stored, long writeSet) {
        this.context = context;
        this.message = message;
        this.stored = stored;
        this.writeSet = writeSet;
    }

    StoredMessage message() {
        return message;
    }

    boolean isStored() {
        return stored;
    }

    long writeSet() {
        return writeSet;
    }

    long weight() {
        return message.weight();
    }

    /** What selectors see of it. */
    MessageFields fields() {
        if (fields == null) {
            fields = new MessageFields(message);
        }
        return fields;
    }

    /** @param pinned the holder cannot read it again from the store */
    void hold(boolean pinned) {
        if (holders++ == 0) {
            context.memory.took(this);
        }
        if (pinned && pins++ == 0) {
            context.memory.pinned(this);
            if (needsBody()) {
                context.bodies.pin(message);
            }
        }
    }

    void release(boolean pinned) {
        if (pinned && --pins == 0) {
            context.memory.unpinned(this);
            if (needsBody()) {
                context.bodies.unpin(message);
            }
        }
        if (--holders == 0) {
            context.memory.released(this);
        }
    }

    /** Whether something of it is in the store that no stored message keeps there for it. */
    private boolean needsBody() {
        return !stored || message.message().isBodyApart();
    }

    void wantedBy(int subscriptions) {
        wantedBy = subscriptions;
    }

    /** One durable subscription has consumed it. @return whether no other wants it, as far as memory can tell */
    boolean unwanted() {
        return wantedBy > 0 && --wantedBy == 0;
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;

/** What a consumer consumes: a queue, or one of the subscriptions of specification 8.3. Wire code: the ordinal. */
public enum SubscriptionKind {
    QUEUE, NON_DURABLE, DURABLE, SHARED, SHARED_DURABLE;

    private static final SubscriptionKind[] VALUES = values();

    /** Whether the client gives the subscription a name. */
    public boolean isNamed() {
        return this == DURABLE || this == SHARED || this == SHARED_DURABLE;
    }

    public boolean isDurable() {
        return this == DURABLE || this == SHARED_DURABLE;
    }

    public boolean isShared() {
        return this == SHARED || this == SHARED_DURABLE;
    }

    static SubscriptionKind read(WireInput in) {
        return VALUES[in.readVarint(VALUES.length - 1, "subscription kind")];
    }
}

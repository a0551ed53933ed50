package io.postrider.broker.core;

import io.postrider.transport.message.DestinationName;

/** A message as one subscription has it, from the first delivery on. */
final class Copy {
    final Sent message;
    final DestinationName where;
    final long subscription;
    final long position;
    /** An application got it and its acknowledgement is not confirmed. */
    boolean taken;
    /** Its acknowledgement was confirmed, or committed. */
    boolean consumed;
    /** Acknowledged by a branch that is prepared, as far as its manager knows. */
    boolean heldByBranch;
    /** Acknowledgements that may have counted. */
    int maybe;

    Copy(Sent message, DestinationName where, long subscription, long position) {
        this.message = message;
        this.where = where;
        this.subscription = subscription;
        this.position = position;
    }

    @Override
    public String toString() {
        return "copy of " + message + " at " + position + " of subscription " + subscription + " in " + where;
    }
}

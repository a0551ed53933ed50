package io.postrider.broker.core;

import io.postrider.broker.store.MarkRecord;

/**
 * Up to which position of a lane persistent messages may have been delivered to one subscription, as the store knows it: after an
 * unclean start everything up to there is shown as redelivered. Marking too much is accepted, marking too little is not. Owned by the
 * core's thread.
 */
final class RedeliveryMark {
    private final CoreContext context;
    private final long subscription;
    private final int priority;
    private long upTo;
    /** The write set that raised it last. */
    private long raisedIn;
    /** After an unclean start: what is up to here may have been delivered before. */
    private long shownAsRedeliveredUpTo;

    RedeliveryMark(CoreContext context, long subscription, int priority) {
        this.context = context;
        this.subscription = subscription;
        this.priority = priority;
    }

    /** An unclean stop left it. */
    void load(MarkRecord record) {
        shownAsRedeliveredUpTo = record.upTo();
        upTo = record.upTo();
    }

    boolean isShownAsRedelivered(Entry entry) {
        return entry.attempts > 0 || entry.flagged || entry.position <= shownAsRedeliveredUpTo && entry.message.isStored();
    }

    /** An entry of the store is delivered: the mark rises above it. @return the write set that the delivery has to wait for: its own, and that of the mark */
    long raise(Entry entry) {
        if (entry.position > upTo) {
            upTo = entry.position + context.bounds.markStep();
            raisedIn = context.outbox.openNumber();
            context.open().put(new MarkRecord(subscription, priority, upTo));
        }
        return Math.max(entry.message.writeSet(), raisedIn);
    }

    /**
     * A clean stop: the mark comes down to the last message that was delivered and not counted, in this boot or in one before an
     * unclean stop; if there is none, nothing needs it.
     *
     * @param consumedUpTo everything up to here is consumed
     * @param flaggedUpTo  the last one in memory that is shown as redelivered although no attempt counted, or 0
     */
    void lower(long consumedUpTo, long flaggedUpTo) {
        long needed = Math.max(flaggedUpTo, consumedUpTo < shownAsRedeliveredUpTo ? shownAsRedeliveredUpTo : 0);
        if (upTo != 0 && needed == 0) {
            context.open().delete(new MarkRecord(subscription, priority, 0));
        } else if (needed < upTo) {
            context.open().put(new MarkRecord(subscription, priority, needed));
        }
    }
}

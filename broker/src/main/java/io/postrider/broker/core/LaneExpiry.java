package io.postrider.broker.core;

import io.postrider.broker.store.StoredMessage;

import java.util.function.Predicate;

/**
 * The lowest deadline that something in a subscription's view of a lane may have, and the walk that removes what is past its own:
 * through memory in its steps, and by reads through what is only in the store or in the overflow. Owned by the core's thread.
 *
 * <p>What is held by a session stays with it; it is noted again when it comes back.
 */
final class LaneExpiry {
    /** A walk is followed by a pause of so many times its own length: a long lane is not walked all the time. */
    private static final long PAUSES = 10;

    /**
     * Which messages a read is to bring, and the lowest deadline of the others. Used by a reader's thread, and by the core's when that
     * has answered.
     */
    private static final class Expired implements Predicate<StoredMessage> {
        private final long nowMs;
        private long nextMs = Long.MAX_VALUE;

        private Expired(long nowMs) {
            this.nowMs = nowMs;
        }

        @Override
        public boolean test(StoredMessage message) {
            long expires = message.expiresAtMs();
            if (expires > nowMs) {
                nextMs = Math.min(nextMs, expires);
            }
            return expires != 0 && expires <= nowMs;
        }
    }

    private final CoreContext context;
    private final SubscriptionLane lane;
    /** Nothing expires before; {@link Long#MAX_VALUE} if nothing is known to expire. */
    private long nextMs = Long.MAX_VALUE;
    private long pausedUntilMs;
    private boolean known;
    private long begunMs;
    /** Where the walk is, and how far a read has told what memory does not have. */
    private long position;
    private long readTo;

    LaneExpiry(CoreContext context, SubscriptionLane lane) {
        this.context = context;
        this.lane = lane;
    }

    /** A message is here that expires then, 0 = never. */
    void note(long expiresAtMs) {
        if (expiresAtMs != 0 && expiresAtMs < nextMs) {
            nextMs = expiresAtMs;
            if (!known) {
                known = true;
                context.expiries.add(this);
            }
        }
    }

    boolean mayExpire() {
        return nextMs != Long.MAX_VALUE && !lane.isDone() && !lane.subscription().isDeleted();
    }

    boolean isDue() {
        return mayExpire() && nextMs <= context.nowMs() && pausedUntilMs <= context.nowMs();
    }

    /** It is among the lanes that may have something no more. */
    void left() {
        known = false;
        nextMs = Long.MAX_VALUE;
    }

    void begin() {
        begunMs = context.nowMs();
        nextMs = Long.MAX_VALUE;
        position = 0;
        readTo = 0;
    }

    /** @return the steps that are left; if none, it goes on later */
    int walk(int steps) {
        int left = steps;
        while (left > 0) {
            if (lane.subscription().isDeleted()) {
                end();
                return left;
            }
            long complete = Math.max(readTo, lane.coveredTo());
            Entry entry = lane.firstKnownAfter(position);
            if (entry != null && entry.position <= complete) {
                position = entry.position;
                look(entry);
                left--;
            } else if (complete >= lane.tail()) {
                end();
                return left;
            } else {
                position = Math.max(position, complete);
                read();
                return left;
            }
        }
        context.expiries.goOn(this);
        return 0;
    }

    private void look(Entry entry) {
        if (entry.isFree()) {
            if (entry.isExpired(context.nowMs())) {
                lane.remove(entry);
            } else {
                note(entry.message.message().expiresAtMs());
            }
        }
    }

    private void read() {
        Expired expired = new Expired(context.nowMs());
        long after = position;
        lane.scan(after, context.bounds.readMessagesMax(), expired, run -> read(after, expired, run));
    }

    private void read(long after, Expired expired, Brought.Run run) {
        if (lane.subscription().isDeleted()) {
            end();
            return;
        }
        note(expired.nextMs);
        if (run.coverage() <= after) {
            // the rest is not applied yet: another walk comes to it
            note(context.nowMs());
            end();
            return;
        }
        for (Brought found : run.found()) {
            Entry entry = lane.find(found.position());
            if (entry != null) {
                look(entry);
            } else if (lane.isThere(found)) {
                lane.removeUnread(found);
            }
        }
        readTo = run.coverage();
        context.expiries.goOn(this);
    }

    private void end() {
        pausedUntilMs = context.nowMs() + PAUSES * (context.nowMs() - begunMs);
        context.expiries.ended(this);
    }
}

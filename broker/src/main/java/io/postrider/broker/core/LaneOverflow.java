package io.postrider.broker.core;

import io.postrider.broker.store.AttemptsRecord;
import io.postrider.broker.store.StoredMessage;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What one subscription has of one lane in the overflow. Owned by the core's thread.
 *
 * <p>Each subscription that cannot keep up has its own copy there, in a log under its own id, and with it attempts of its own: a
 * message is put once and removed once whatever the others do, nobody counts who still wants it, and a subscription that ends is
 * one deleted range. A copy costs a write for each slow subscription and nothing for those that keep up.
 *
 * <p>A body that lies apart is in the store already and only its head weighs in memory: such messages stay, and so does what is
 * marked as redelivered without an attempt that counts, which is no more than sessions may hold.
 */
final class LaneOverflow {
    private final CoreContext context;
    private final Lane lane;
    private final long owner;
    /** Whether the lane counts what is here; a queue's counts it already since it entered. */
    private final boolean counts;
    private final Unsettled unsettled;
    /** What was put and is above the window: leaves memory as soon as every read sees it. */
    private final Set<Entry> leaving = new LinkedHashSet<>();
    /** Above this position nothing was put yet. */
    private long pushedTo;
    private long messages;
    private long bytes;

    LaneOverflow(CoreContext context, Lane lane, long owner, boolean counts) {
        this.context = context;
        this.lane = lane;
        this.owner = owner;
        this.counts = counts;
        this.unsettled = new Unsettled(context.overflow.reads());
    }

    boolean isEmpty() {
        return messages == 0;
    }

    /** Whether a read could bring something above a position as it is no more. */
    boolean isUnsettled(long above) {
        return unsettled.concerns(above);
    }

    /** Whether every read sees an entry here as it is. */
    boolean isSettled(Entry entry) {
        return entry.inOverflow && entry.overflowedIn <= context.overflow.reads().settled();
    }

    /** Puts what is only in memory, one command's share of it. */
    void push(Beyond beyond) {
        int steps = context.bounds.stepsMax();
        for (Entry entry = beyond.firstAfter(pushedTo); entry != null && steps-- > 0; entry = beyond.firstAfter(pushedTo)) {
            if (!entry.inOverflow && takes(entry)) {
                if (!context.outbox.isDurable(entry.message.writeSet())) {
                    // who reads it again would not know what it has to wait for
                    return;
                }
                put(entry);
            }
            pushedTo = entry.position;
        }
    }

    /** Whether an entry that is only in memory may leave it this way. */
    static boolean takes(Entry entry) {
        return entry.pinned && entry.state == Entry.State.READY && !entry.flagged && !entry.message.message().message().isBodyApart();
    }

    private void put(Entry entry) {
        StoredMessage message = entry.message.message();
        context.overflow.open().storeMessage(owner, lane.priority(), entry.position, new StoredMessage(message.accepted(), message.expiresAtMs(),
                message.connection(), message.clientId(), message.destination(), message.priority(), message.persistent(), 0, message.message()));
        entry.inOverflow = true;
        changed(entry);
        if (entry.attempts > 0) {
            context.overflow.open().put(attempts(entry));
        }
        leaving.add(entry);
        count(1, message.size());
    }

    /** Lets go of what every read sees. */
    void letGo(Beyond beyond, Consumer<Entry> gone) {
        while (!leaving.isEmpty()) {
            Entry first = leaving.iterator().next();
            if (!isSettled(first)) {
                return;
            }
            leaving.remove(first);
            if (first.state == Entry.State.READY && !first.flagged && beyond.get(first.position) == first) {
                beyond.remove(first.position);
                gone.accept(first);
            }
        }
    }

    /** The entry is READY above the window, again or since that became shorter. */
    void returned(Entry entry) {
        if (entry.inOverflow) {
            leaving.add(entry);
        } else {
            pushedTo = Math.min(pushedTo, entry.position - 1);
        }
    }

    void countAttempt(Entry entry) {
        changed(entry);
        context.overflow.open().put(attempts(entry));
    }

    void remove(Entry entry) {
        leaving.remove(entry);
        changed(entry);
        context.overflow.open().removeMessage(owner, lane.priority(), entry.position);
        if (entry.attempts > 0) {
            context.overflow.open().delete(attempts(entry));
        }
        count(-1, -entry.message.message().size());
    }

    private AttemptsRecord attempts(Entry entry) {
        return new AttemptsRecord(owner, lane.priority(), entry.position, entry.attempts);
    }

    private void changed(Entry entry) {
        entry.overflowedIn = context.overflow.openNumber();
        unsettled.changed(entry.position, entry.overflowedIn);
    }

    private void count(int more, long moreBytes) {
        messages += more;
        bytes += moreBytes;
        context.overflow.count(more, moreBytes);
        if (counts) {
            lane.countUnstored(more, moreBytes);
        }
    }

    /** The subscription is deleted, and all of it here. */
    void clear() {
        leaving.clear();
        if (messages > 0) {
            context.overflow.open().deleteOverflow(owner);
            count((int) -messages, -bytes);
        }
    }
}

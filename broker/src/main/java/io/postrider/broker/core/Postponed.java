package io.postrider.broker.core;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Messages whose attempt has failed and whose next one is not yet, by the time when it may be. In memory only: how often was tried is
 * in the store, and a restart is a pause in itself. Owned by the core's thread.
 *
 * <p>They are few, since who fails rests. Where they are not, the subscription with most of them gets its earliest before its time, so
 * that memory has room and no other subscription is the worse for it.
 */
final class Postponed {
    private static final int MESSAGES_MAX = 10_000;
    /** Of the budget for memory: this part may be taken. */
    private static final int MEMORY_PART = 4;

    /** Of those that are due together the one that entered first comes first; subscriptions of a topic share positions. */
    private static final Comparator<Entry> BY_TIME = Comparator.<Entry>comparingLong(entry -> entry.dueMs).thenComparingLong(entry -> entry.position)
            .thenComparingLong(entry -> entry.lane.subscription().id());

    /** Those of one subscription. */
    static final class Share {
        private final NavigableSet<Entry> entries = new TreeSet<>(BY_TIME);
        private long bytes;

        int messages() {
            return entries.size();
        }
    }

    private final CoreContext context;
    private final NavigableSet<Entry> all = new TreeSet<>(BY_TIME);
    /** Of subscriptions that have some. */
    private final Set<Share> shares = new LinkedHashSet<>();
    private long bytes;

    Postponed(CoreContext context) {
        this.context = context;
    }

    /** Keeps it away until its time. */
    void put(Entry entry, long dueMs) {
        entry.dueMs = dueMs;
        Share share = shareOf(entry);
        all.add(entry);
        share.entries.add(entry);
        shares.add(share);
        count(share, entry.message.weight());
        while (all.size() > MESSAGES_MAX || all.size() > 1 && bytes > context.memory.bytesMax() / MEMORY_PART) {
            release(largest().entries.first());
        }
    }

    private static Share shareOf(Entry entry) {
        return entry.lane.subscription().postponed;
    }

    private Share largest() {
        Share largest = null;
        for (Share share : shares) {
            if (largest == null || share.bytes > largest.bytes) {
                largest = share;
            }
        }
        return largest;
    }

    /** It is consumed, or its subscription is deleted. */
    void remove(Entry entry) {
        Share share = shareOf(entry);
        all.remove(entry);
        share.entries.remove(entry);
        if (share.entries.isEmpty()) {
            shares.remove(share);
        }
        count(share, -entry.message.weight());
    }

    private void count(Share share, long change) {
        share.bytes += change;
        bytes += change;
    }

    private void release(Entry entry) {
        remove(entry);
        entry.lane.ready(entry);
    }

    /** Broker time of the next one, {@link Long#MAX_VALUE} if there is none. */
    long nextMs() {
        return all.isEmpty() ? Long.MAX_VALUE : all.first().dueMs;
    }

    /** Lets those go whose time has come, one command's share of them: {@link #nextMs} tells whether there are more. */
    void look() {
        for (int left = context.bounds.stepsMax(); left > 0 && nextMs() <= context.nowMs(); left--) {
            release(all.first());
        }
    }
}

package io.postrider.broker.core;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Messages whose attempt has failed and whose next one is not yet, by the time when it may be. In memory only: how often was tried is
 * in the store, and a restart is a pause in itself. Owned by the core's thread.
 *
 * <p>They are few, since who fails rests. Where they are not, the earliest goes before its time, so that none is refused and memory has
 * room.
 */
final class Postponed {
    /** Messages that are here at once, and the part of the budget for memory that they may take. */
    static final int MESSAGES_MAX = 10_000;

    private final CoreContext context;
    private final TreeMap<Long, Set<Entry>> due = new TreeMap<>();
    private int messages;
    private long bytes;

    Postponed(CoreContext context) {
        this.context = context;
    }

    /** Keeps it away until its time. */
    void put(Entry entry, long dueMs) {
        entry.dueMs = dueMs;
        due.computeIfAbsent(dueMs, none -> new LinkedHashSet<>()).add(entry);
        count(entry, 1);
        while (messages > MESSAGES_MAX || messages > 1 && bytes > context.memory.share()) {
            releaseFirst();
        }
    }

    /** It is consumed, or its subscription is deleted. */
    void remove(Entry entry) {
        Set<Entry> same = due.get(entry.dueMs);
        same.remove(entry);
        if (same.isEmpty()) {
            due.remove(entry.dueMs);
        }
        count(entry, -1);
    }

    private void count(Entry entry, int change) {
        messages += change;
        entry.lane.subscription().postponedCount += change;
        bytes += change * entry.message.weight();
    }

    /** Broker time of the next one, {@link Long#MAX_VALUE} if there is none. */
    long nextMs() {
        return due.isEmpty() ? Long.MAX_VALUE : due.firstKey();
    }

    /** Lets those go whose time has come, one command's share of them: {@link #nextMs} tells whether there are more. */
    void look() {
        for (int left = context.bounds.stepsMax(); left > 0 && nextMs() <= context.nowMs(); left--) {
            releaseFirst();
        }
    }

    private void releaseFirst() {
        Map.Entry<Long, Set<Entry>> first = due.firstEntry();
        Iterator<Entry> same = first.getValue().iterator();
        Entry entry = same.next();
        same.remove();
        if (!same.hasNext()) {
            due.remove(first.getKey());
        }
        count(entry, -1);
        entry.lane.ready(entry);
    }
}

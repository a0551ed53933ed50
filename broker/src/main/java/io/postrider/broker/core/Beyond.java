package io.postrider.broker.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The entries of a lane above its window: what is nowhere but in memory, what a scan gave out, and what was removed there and a read
 * may still bring up. Owned by the core's thread.
 */
final class Beyond {
    /** A removal, and the write set of the store or of the overflow that has it. */
    private record Gone(long position, long writeSet, Reads in) {
        boolean isForgotten() {
            return writeSet <= in.settled();
        }
    }

    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    /** What is here only so that no read under way brings it up again, oldest first. */
    private final Deque<Gone> gone = new ArrayDeque<>();

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void put(Entry entry) {
        entries.put(entry.position, entry);
    }

    /** The entry at a position, or null. */
    Entry get(long position) {
        return entries.get(position);
    }

    void remove(long position) {
        entries.remove(position);
    }

    /** The first entry after a position, in whatever state, or null. */
    Entry firstAfter(long position) {
        Map.Entry<Long, Entry> next = entries.higherEntry(position);
        return next == null ? null : next.getValue();
    }

    /**
     * The first READY entry at or after a position, or null: what lies up to {@code scannedTo}, and what no read could bring.
     *
     * @param pinnedToo whether what is only in memory counts wherever it lies, since no store has anything before it
     */
    Entry firstReady(long from, long scannedTo, boolean pinnedToo) {
        for (Entry entry : entries.tailMap(from, true).values()) {
            if (entry.state == Entry.State.READY && (entry.position <= scannedTo || entry.pinned && pinnedToo)) {
                return entry;
            }
        }
        return null;
    }

    /** Adds what lies after a position and up to another, and is not consumed. */
    void addTo(SortedMap<Long, Entry> there, long after, long upTo) {
        entries.subMap(after, false, upTo, true).values().forEach(entry -> {
            if (entry.state != Entry.State.REMOVED) {
                there.put(entry.position, entry);
            }
        });
    }

    /** Takes out what lies up to a position. */
    Deque<Entry> takeUpTo(long position) {
        SortedMap<Long, Entry> below = entries.headMap(position, true);
        Deque<Entry> taken = new ArrayDeque<>(below.values());
        below.clear();
        return taken;
    }

    /** An entry was removed, and stays until no read can bring it up any more. */
    void stayGone(long position, long writeSet, Reads in) {
        gone.addLast(new Gone(position, writeSet, in));
    }

    /** Forgets what no read can bring up any more: the window may stand still for ever. */
    void forgetGone() {
        while (!gone.isEmpty() && gone.peekFirst().isForgotten()) {
            entries.remove(gone.removeFirst().position);
        }
    }

    void forEach(Consumer<Entry> action) {
        entries.values().forEach(action);
    }

    void clear() {
        entries.clear();
        gone.clear();
    }
}

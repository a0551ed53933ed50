package io.postrider.broker.core;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The entries of a lane that are in memory, by position. Grows at its end; entries leave anywhere. Owned by the core's thread.
 *
 * <p>A ring of positions and entries; an entry that left in the middle leaves a gap, and the ring is closed up when half of it
 * is gaps. Finding a position is a binary search.
 */
final class Window {
    private static final int CAPACITY_MIN = 16;

    private long[] positions = new long[CAPACITY_MIN];
    private Entry[] entries = new Entry[CAPACITY_MIN];
    private int head;
    /** Slots in use, gaps included. */
    private int slots;
    private int live;

    int size() {
        return live;
    }

    boolean isEmpty() {
        return live == 0;
    }

    /** Adds behind the last one. */
    void add(Entry entry) {
        if (slots > 0 && positions[index(slots - 1)] >= entry.position) {
            throw new IllegalStateException("position " + entry.position + " behind " + positions[index(slots - 1)]);
        }
        if (slots == positions.length) {
            resize(live * 2 <= slots ? positions.length : positions.length * 2);
        }
        int at = index(slots++);
        positions[at] = entry.position;
        entries[at] = entry;
        live++;
    }

    /** The entry at a position, or null. */
    Entry get(long position) {
        int slot = slotAtOrAfter(position);
        return slot < slots && positions[index(slot)] == position ? entries[index(slot)] : null;
    }

    void remove(long position) {
        int slot = slotAtOrAfter(position);
        int at = index(slot);
        if (slot >= slots || positions[at] != position || entries[at] == null) {
            throw new IllegalStateException("no entry at position " + position);
        }
        entries[at] = null;
        live--;
        while (slots > 0 && entries[head] == null) {
            head = (head + 1) & (positions.length - 1);
            slots--;
        }
        if (positions.length > 4 * CAPACITY_MIN && slots * 8 < positions.length) {
            resize(positions.length / 4);
        }
    }

    /** Position of the first entry, or -1 if there is none. */
    long firstPosition() {
        return slots == 0 ? -1 : positions[head];
    }

    /** Position of an entry, counted from 1, of which there are as many. */
    long positionOf(int number) {
        int seen = 0;
        for (int slot = 0; ; slot++) {
            if (entries[index(slot)] != null && ++seen == number) {
                return positions[index(slot)];
            }
        }
    }

    /** The first READY entry at or after a position, or null. */
    Entry firstReady(long from) {
        for (int slot = slotAtOrAfter(from); slot < slots; slot++) {
            Entry entry = entries[index(slot)];
            if (entry != null && entry.state == Entry.State.READY) {
                return entry;
            }
        }
        return null;
    }

    /** The first entry after a position in whatever state, or null. */
    Entry firstAfter(long position) {
        for (int slot = slotAtOrAfter(position + 1); slot < slots; slot++) {
            Entry entry = entries[index(slot)];
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** Whether a condition holds for an entry behind a position. */
    boolean anyAfter(long position, Predicate<Entry> condition) {
        for (int slot = slotAtOrAfter(position + 1); slot < slots; slot++) {
            Entry entry = entries[index(slot)];
            if (entry != null && condition.test(entry)) {
                return true;
            }
        }
        return false;
    }

    void forEach(Consumer<Entry> action) {
        for (int slot = 0; slot < slots; slot++) {
            Entry entry = entries[index(slot)];
            if (entry != null) {
                action.accept(entry);
            }
        }
    }

    /**
     * How many entries there are up to the last READY one that is to stay: the first READY one does, and others as long as they are
     * no more than {@code count} and weigh no more than {@code bytes}.
     */
    int upToReady(int count, long bytes) {
        int seen = 0;
        int ready = 0;
        long weight = 0;
        for (int slot = 0; slot < slots && ready < count; slot++) {
            Entry entry = entries[index(slot)];
            if (entry == null) {
                continue;
            }
            if (entry.state == Entry.State.READY) {
                weight += entry.message.weight();
                if (ready > 0 && weight > bytes) {
                    break;
                }
                ready++;
            }
            seen++;
        }
        return seen;
    }

    /**
     * Lets go of all but the first {@code count} entries, of which there are more.
     *
     * @return position of the last one that stays
     */
    long keepFirst(int count, Consumer<Entry> gone) {
        int seen = 0;
        int end = 0;
        for (int slot = 0; slot < slots; slot++) {
            Entry entry = entries[index(slot)];
            if (entry == null) {
                continue;
            }
            if (seen++ < count) {
                end = slot + 1;
            } else {
                entries[index(slot)] = null;
                gone.accept(entry);
            }
        }
        long last = positions[index(end - 1)];
        slots = end;
        live = count;
        resize(count * 2);
        return last;
    }

    void clear() {
        positions = new long[CAPACITY_MIN];
        entries = new Entry[CAPACITY_MIN];
        head = 0;
        slots = 0;
        live = 0;
    }

    private int index(int slot) {
        return (head + slot) & (positions.length - 1);
    }

    private int slotAtOrAfter(long position) {
        int low = 0;
        int high = slots;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (positions[index(middle)] < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void resize(int capacity) {
        // a power of two: slots are found by a mask
        int enough = CAPACITY_MIN;
        while (enough < capacity || enough < live + 1) {
            enough *= 2;
        }
        long[] newPositions = new long[enough];
        Entry[] newEntries = new Entry[enough];
        int to = 0;
        for (int slot = 0; slot < slots; slot++) {
            Entry entry = entries[index(slot)];
            if (entry != null) {
                newPositions[to] = entry.position;
                newEntries[to++] = entry;
            }
        }
        positions = newPositions;
        entries = newEntries;
        head = 0;
        slots = to;
    }
}

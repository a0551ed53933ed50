package io.postrider.broker.core;

import io.postrider.broker.store.CounterRecord;
import io.postrider.broker.store.WriteSet;

/**
 * Numbers that are never given twice, not even after a crash: reserved in blocks, and used only once their block is durable.
 * Owned by the core's thread.
 */
final class Counter {
    private final CounterRecord.Counter name;
    private final long block;
    private long next;
    private long usableUpTo;
    private long requestedUpTo;
    private long requestedIn;

    /**
     * @param block        numbers reserved at once
     * @param reservedUpTo what an earlier start has reserved; all of it counts as used
     */
    Counter(CounterRecord.Counter name, long block, long reservedUpTo) {
        this.name = name;
        this.block = block;
        this.next = reservedUpTo + 1;
        this.usableUpTo = reservedUpTo;
        this.requestedUpTo = reservedUpTo;
    }

    long take() {
        if (next > usableUpTo) {
            throw new IllegalStateException(name + " " + next + " is not reserved; reserved up to " + usableUpTo);
        }
        return next++;
    }

    /** The number that will be taken next. */
    long peek() {
        return next;
    }

    /** How many may be taken now. */
    long available() {
        return usableUpTo - next + 1;
    }

    /** Whether enough are reserved for whatever one command can need. */
    boolean hasEnough() {
        return available() >= block / 4;
    }

    /** Asks for the next block when half of one is used. */
    void reserve(WriteSet open) {
        if (requestedUpTo == usableUpTo && available() <= block / 2) {
            requestedUpTo = usableUpTo + block;
            requestedIn = open.number();
            open.put(new CounterRecord(name, requestedUpTo));
            open.await();
        }
    }

    void durable(long writeSet) {
        if (requestedUpTo != usableUpTo && requestedIn <= writeSet) {
            usableUpTo = requestedUpTo;
        }
    }
}

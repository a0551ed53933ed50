package io.postrider.broker.core;

import io.postrider.broker.store.LaneRecord;
import io.postrider.broker.store.StoredMessage;

/**
 * The log of one priority of a destination: where it ends and how much is in it. What is in memory of it is kept by the
 * subscriptions. Owned by the core's thread.
 */
final class Lane {
    private final CoreContext context;
    private final long destination;
    private final int priority;
    /** No message of this lane has a lower position. */
    private long lowest;
    /** Highest position that entered in this boot or was stored before. */
    private long tail;
    private long storedTail;
    private long storedCount;
    private long storedBytes;
    /** No stored message expires before; 0 if none expires. */
    private long expiresFirstMs;
    private long unstoredCount;
    private long unstoredBytes;
    private boolean dirty;

    Lane(CoreContext context, long destination, int priority) {
        this.context = context;
        this.destination = destination;
        this.priority = priority;
        // the message that is the reason for this lane may have taken its position already
        this.lowest = Math.max(1, context.positions.peek() - 1);
        this.tail = lowest - 1;
        this.storedTail = tail;
    }

    Lane(CoreContext context, LaneRecord record) {
        this.context = context;
        this.destination = record.destination();
        this.priority = record.priority();
        this.lowest = record.lowest();
        this.tail = record.tail();
        this.storedTail = tail;
        this.storedCount = record.count();
        this.storedBytes = record.bytes();
        this.expiresFirstMs = record.expiresFirstMs();
    }

    long destination() {
        return destination;
    }

    int priority() {
        return priority;
    }

    long lowest() {
        return lowest;
    }

    long tail() {
        return tail;
    }

    long count() {
        return storedCount + unstoredCount;
    }

    long bytes() {
        return storedBytes + unstoredBytes;
    }

    long expiresFirstMs() {
        return expiresFirstMs;
    }

    long storedCount() {
        return storedCount;
    }

    void entered(long position, StoredMessage message, boolean stored) {
        tail = position;
        if (stored) {
            storedTail = position;
            storedCount++;
            storedBytes += message.size();
            if (message.expiresAtMs() != 0 && (expiresFirstMs == 0 || message.expiresAtMs() < expiresFirstMs)) {
                expiresFirstMs = message.expiresAtMs();
            }
            touch();
        } else {
            unstoredCount++;
            unstoredBytes += message.size();
        }
    }

    void left(StoredMessage message, boolean stored) {
        if (stored) {
            storedCount--;
            storedBytes -= message.size();
            if (storedCount == 0) {
                expiresFirstMs = 0;
            }
            touch();
        } else {
            unstoredCount--;
            unstoredBytes -= message.size();
        }
    }

    /** Copies of messages in the overflow that nothing else of the lane counts. */
    void countUnstored(long more, long moreBytes) {
        unstoredCount += more;
        unstoredBytes += moreBytes;
    }

    /** Everything below is gone; kept with the next record. */
    void lowest(long position) {
        lowest = Math.max(lowest, position);
    }

    private void touch() {
        if (!dirty) {
            dirty = true;
            context.dirty(this);
        }
    }

    void flush() {
        dirty = false;
        context.open().put(new LaneRecord(destination, priority, lowest, storedTail, storedCount, storedBytes, expiresFirstMs));
    }
}

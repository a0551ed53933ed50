package io.postrider.broker.store;

import io.postrider.transport.message.WireOutput;

/**
 * What becomes durable together. Made and filled by the core's thread, then handed to the {@link Committer} and not changed
 * any more.
 *
 * <p>Numbers grow by one; a store applies number n only on top of n - 1. The operations are encoded as they are added, in the
 * representation of RocksDB's write batch without its header, so that a group of write sets is one concatenation:
 * <pre>
 *   tag (5 put, 4 delete, 8 single delete, 14 delete range) | family id varint | key length varint, key [| value length varint, value]
 * </pre>
 */
public final class WriteSet {
    public static final int TAG_PUT = 5;
    public static final int TAG_DELETE = 4;
    public static final int TAG_SINGLE_DELETE = 8;
    public static final int TAG_DELETE_RANGE = 14;

    private final long number;
    private final WireOutput operations = new WireOutput(1024);
    private final WireOutput scratch = new WireOutput(256);
    private int count;
    private long lowestPosition = Long.MAX_VALUE;
    private int chunkBytes;
    private boolean awaited;

    /** @param number of this write set; the one before has {@code number - 1} */
    public WriteSet(long number) {
        this.number = number;
    }

    public long number() {
        return number;
    }

    /** Whether nothing has been added. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Number of operations. */
    public int count() {
        return count;
    }

    /** Bytes of the encoded operations. */
    public int bytes() {
        return operations.size();
    }

    /** Bytes of the chunks among them, which a group bounds separately. */
    public int chunkBytes() {
        return chunkBytes;
    }

    /** The encoded operations: valid up to {@link #bytes()}. */
    public byte[] array() {
        return operations.array();
    }

    /** Somebody waits for this write set, so that it is synced at once; otherwise within 10 ms. */
    public void await() {
        awaited = true;
    }

    public boolean isAwaited() {
        return awaited;
    }

    /**
     * Lowest position of a message or match that this write set stores, {@link Long#MAX_VALUE} if none: a read that was opened
     * before this write set was applied is complete only below it.
     */
    public long lowestPosition() {
        return lowestPosition;
    }

    /** Puts a message into the log of a destination. */
    public void storeMessage(long destination, int priority, long position, StoredMessage message) {
        lowestPosition = Math.min(lowestPosition, position);
        storeOnce(Family.MESSAGES, Keys.message(destination, priority, position), message);
    }

    /** The one place that removes a message from a log; at most once per position. */
    public void removeMessage(long destination, int priority, long position) {
        removeOnce(Family.MESSAGES, Keys.message(destination, priority, position));
    }

    public void storeMatch(long subscription, int priority, long position) {
        lowestPosition = Math.min(lowestPosition, position);
        put(Family.MESSAGES, Keys.match(subscription, priority, position), new byte[0]);
    }

    public void removeMatch(long subscription, int priority, long position) {
        removeOnce(Family.MESSAGES, Keys.match(subscription, priority, position));
    }

    public void storeDelayed(long dueMs, long accepted, StoredMessage message) {
        storeOnce(Family.MESSAGES, Keys.delayed(dueMs, accepted), message);
    }

    public void removeDelayed(long dueMs, long accepted) {
        removeOnce(Family.MESSAGES, Keys.delayed(dueMs, accepted));
    }

    public void storeChunk(long body, int index, byte[] bytes, int offset, int length) {
        head(TAG_PUT, Family.CHUNKS, Keys.chunk(body, index));
        operations.writeVarint(length);
        operations.writeRaw(bytes, offset, length);
        chunkBytes += length;
    }

    /** Removes all chunks of a body, 0 to {@code chunks - 1}. */
    public void removeBody(long body, int chunks) {
        for (int index = 0; index < chunks; index++) {
            removeOnce(Family.CHUNKS, Keys.chunk(body, index));
        }
    }

    /** Puts or overwrites a state record. */
    public void put(StateRecord record) {
        scratch.clear();
        record.writeValue(scratch);
        head(TAG_PUT, Family.STATE, record.key());
        operations.writeVarint(scratch.size());
        operations.writeRaw(scratch.array(), 0, scratch.size());
    }

    /** Deletes the state record with the key of {@code record}; it need not exist. */
    public void delete(StateRecord record) {
        head(TAG_DELETE, Family.STATE, record.key());
    }

    /** Deletes everything that is kept for a subscription, which is deleted itself: matches, floors, bitmaps, marks, attempts. */
    public void deleteSubscription(SubscriptionRecord subscription) {
        delete(subscription);
        deleteLanes(Keys.MATCH, subscription.id());
        deleteRange(Family.STATE, (byte) FloorRecord.TAG, subscription.id());
        deleteRange(Family.STATE, (byte) BitmapRecord.TAG, subscription.id());
        deleteRange(Family.STATE, (byte) MarkRecord.TAG, subscription.id());
        deleteRange(Family.STATE, (byte) AttemptsRecord.TAG, subscription.id());
    }

    /** Deletes all that the overflow keeps for a subscription, which is deleted itself. */
    public void deleteOverflow(long subscription) {
        deleteLanes(Keys.MESSAGE, subscription);
        deleteRange(Family.STATE, (byte) AttemptsRecord.TAG, subscription);
    }

    /** Deletes every message or match, by {@code tag}, of a destination or subscription that is deleted itself. */
    public void deleteLanes(byte tag, long owner) {
        deleteRange(Family.MESSAGES, tag, owner);
    }

    private void deleteRange(Family family, byte tag, long owner) {
        byte[] from = new byte[9];
        from[0] = tag;
        Keys.putLong(from, 1, owner);
        byte[] to = from.clone();
        Keys.putLong(to, 1, owner + 1);
        head(TAG_DELETE_RANGE, family, from);
        operations.writeBytes(to);
    }

    private void storeOnce(Family family, byte[] key, StoredMessage message) {
        scratch.clear();
        message.write(scratch, key);
        head(TAG_PUT, family, key);
        operations.writeVarint(scratch.size());
        operations.writeRaw(scratch.array(), 0, scratch.size());
    }

    private void put(Family family, byte[] key, byte[] value) {
        head(TAG_PUT, family, key);
        operations.writeBytes(value);
    }

    private void removeOnce(Family family, byte[] key) {
        head(TAG_SINGLE_DELETE, family, key);
    }

    private void head(int tag, Family family, byte[] key) {
        operations.writeByte(tag);
        operations.writeVarint(family.id());
        operations.writeBytes(key);
        count++;
    }
}

package io.postrider.broker.core;

import io.postrider.broker.store.BitmapRecord;
import io.postrider.broker.store.FloorRecord;
import io.postrider.broker.store.ReadRequest;

import java.util.TreeMap;

/**
 * A plain durable subscription: everything up to a floor is consumed, and what bitmaps say above it. In order, an
 * acknowledgement costs one small overwritten record per write set, however many subscriptions share the message. Owned by the
 * core's thread.
 */
final class FloorConsumption implements Consumption {
    private final CoreContext context;
    private final TopicDestination topic;
    private final long subscription;
    private final int priority;
    /** By block; a bit is a consumed position. */
    private final TreeMap<Long, long[]> blocks = new TreeMap<>();
    private final TreeMap<Long, long[]> dirtyBlocks = new TreeMap<>();
    private SubscriptionLane lane;
    private long floor;
    private boolean floorDirty;

    FloorConsumption(CoreContext context, TopicDestination topic, long subscription, int priority, long floor) {
        this.context = context;
        this.topic = topic;
        this.subscription = subscription;
        this.priority = priority;
        this.floor = floor;
    }

    /** The lane whose entries say how far the floor can go. */
    void of(SubscriptionLane owner) {
        lane = owner;
    }

    void load(FloorRecord record) {
        floor = Math.max(floor, record.floor());
    }

    void load(BitmapRecord record) {
        blocks.put(record.block(), record.words().clone());
    }

    @Override
    public void consumed(Entry entry) {
        mark(entry.position);
        topic.consumed(entry);
    }

    /** Notes a position as consumed that no entry stands for. */
    void skip(long position) {
        mark(position);
    }

    private void mark(long position) {
        long block = position / BitmapRecord.POSITIONS;
        long[] words = blocks.computeIfAbsent(block, none -> new long[BitmapRecord.POSITIONS / 64]);
        int bit = (int) (position % BitmapRecord.POSITIONS);
        words[bit >>> 6] |= 1L << (bit & 63);
        touch();
        dirtyBlocks.put(block, words);
    }

    @Override
    public boolean isConsumed(long position) {
        if (position <= floor) {
            return true;
        }
        long[] words = blocks.get(position / BitmapRecord.POSITIONS);
        int bit = (int) (position % BitmapRecord.POSITIONS);
        return words != null && (words[bit >>> 6] & 1L << (bit & 63)) != 0;
    }

    /** Raises the floor to just below the lowest message that is left, and writes the bitmaps only above it. */
    @Override
    public void flush() {
        floorDirty = false;
        if (lane.subscription().isDeleted()) {
            // its records are gone, and a start could make nothing of a new one
            return;
        }
        long reached = lane.consumedUpTo();
        if (reached > floor) {
            floor = reached;
            context.open().put(new FloorRecord(subscription, priority, floor));
            long firstBlock = (floor + 1) / BitmapRecord.POSITIONS;
            while (!blocks.isEmpty() && blocks.firstKey() < firstBlock) {
                long block = blocks.firstKey();
                blocks.remove(block);
                dirtyBlocks.remove(block);
                context.open().delete(new BitmapRecord(subscription, priority, block, new long[0]));
            }
        }
        dirtyBlocks.forEach((block, words) -> {
            if (needed(block, words)) {
                context.open().put(new BitmapRecord(subscription, priority, block, words.clone()));
            }
        });
        dirtyBlocks.clear();
    }

    /** A block tells something if a bit above the floor is set. */
    private boolean needed(long block, long[] words) {
        long first = block * BitmapRecord.POSITIONS;
        for (int word = words.length - 1; word >= 0; word--) {
            if (words[word] != 0) {
                return first + word * 64L + 63 - Long.numberOfLeadingZeros(words[word]) > floor;
            }
        }
        return false;
    }

    private void touch() {
        if (!floorDirty) {
            floorDirty = true;
            context.dirty(this);
        }
    }

    @Override
    public ReadRequest.Source source() {
        return ReadRequest.Source.LOG;
    }
}

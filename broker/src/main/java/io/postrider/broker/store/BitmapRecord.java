package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Which of 4,096 positions above its floor a plain topic subscription has consumed.
 *
 * @param block position / 4,096
 * @param words 64 words, lowest position first; not changed after this record is made
 */
public record BitmapRecord(long subscription, int priority, long block, long[] words) implements StateRecord {
    static final char TAG = 'B';
    public static final int POSITIONS = 4096;

    @Override
    public byte[] key() {
        return Keys.state(TAG, subscription, priority, block);
    }

    @Override
    public void writeValue(WireOutput out) {
        for (long word : words) {
            out.writeInt64(word);
        }
    }

    static BitmapRecord read(byte[] key, WireInput in) {
        long[] words = new long[POSITIONS / 64];
        for (int i = 0; i < words.length; i++) {
            words[i] = in.readInt64();
        }
        return new BitmapRecord(Keys.getLong(key, 1), key[9], Keys.getLong(key, 10), words);
    }
}

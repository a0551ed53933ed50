package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/** How far a plain topic subscription has consumed a lane: everything up to the floor, and what its bitmaps say above. */
public record FloorRecord(long subscription, int priority, long floor) implements StateRecord {
    static final char TAG = 'C';

    @Override
    public byte[] key() {
        return Keys.state(TAG, subscription, priority);
    }

    @Override
    public void writeValue(WireOutput out) {
        out.writeVarint(floor);
    }

    static FloorRecord read(byte[] key, WireInput in) {
        return new FloorRecord(Keys.getLong(key, 1), key[9], in.readVarint());
    }
}

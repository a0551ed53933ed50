package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/** A body in CHUNKS that is not, or not only, held by one message: one that is being staged (holders 0, removed at a start) or several holders. */
public record BodyRecord(long body, int holders, int chunks) implements StateRecord {
    static final char TAG = 'O';

    @Override
    public byte[] key() {
        return Keys.state(TAG, body);
    }

    @Override
    public void writeValue(WireOutput out) {
        out.writeVarint(holders);
        out.writeVarint(chunks);
    }

    static BodyRecord read(byte[] key, WireInput in) {
        return new BodyRecord(Keys.getLong(key, 1), in.readVarint(Integer.MAX_VALUE, "holders"), in.readVarint(Integer.MAX_VALUE, "chunks"));
    }
}

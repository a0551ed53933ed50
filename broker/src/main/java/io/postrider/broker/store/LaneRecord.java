package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * The stored ends of a lane, absolute values, one put per touched lane and write set. Non-persistent messages never count.
 *
 * @param destination    whose lane
 * @param priority       which lane, 0 to 9
 * @param lowest         no stored message has a lower position; where a scan starts
 * @param tail           highest position that was ever stored
 * @param count          stored messages
 * @param bytes          their sizes, bodies included
 * @param expiresFirstMs none of them expires before this broker time; 0 if none expires
 */
public record LaneRecord(long destination, int priority, long lowest, long tail, long count, long bytes, long expiresFirstMs) implements StateRecord {
    static final char TAG = 'L';

    @Override
    public byte[] key() {
        return Keys.state(TAG, destination, priority);
    }

    @Override
    public void writeValue(WireOutput out) {
        out.writeVarint(lowest);
        out.writeVarint(tail);
        out.writeVarint(count);
        out.writeVarint(bytes);
        out.writeVarint(expiresFirstMs);
    }

    static LaneRecord read(byte[] key, WireInput in) {
        return new LaneRecord(Keys.getLong(key, 1), key[9], in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint(),
                in.readVarint());
    }
}

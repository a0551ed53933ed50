package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Persistent messages of a lane up to this position may have been delivered for this subscription; a delivery above it waits
 * until it is raised. A clean stop removes it. After an unclean one everything up to it is shown as redelivered.
 */
public record MarkRecord(long subscription, int priority, long upTo) implements StateRecord {
    static final char TAG = 'M';

    @Override
    public byte[] key() {
        return Keys.state(TAG, subscription, priority);
    }

    @Override
    public void writeValue(WireOutput out) {
        out.writeVarint(upTo);
    }

    static MarkRecord read(byte[] key, WireInput in) {
        return new MarkRecord(Keys.getLong(key, 1), key[9], in.readVarint());
    }
}

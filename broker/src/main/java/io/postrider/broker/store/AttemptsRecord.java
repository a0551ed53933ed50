package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/** Failed delivery attempts of a message for a subscription; dead-lettering goes by them. */
public record AttemptsRecord(long subscription, int priority, long position, int attempts) implements StateRecord {
    static final char TAG = 'A';

    @Override
    public byte[] key() {
        return Keys.state(TAG, subscription, priority, position);
    }

    @Override
    public void writeValue(WireOutput out) {
        out.writeVarint(attempts);
    }

    static AttemptsRecord read(byte[] key, WireInput in) {
        return new AttemptsRecord(Keys.getLong(key, 1), key[9], Keys.getLong(key, 10), in.readVarint(Integer.MAX_VALUE, "attempts"));
    }
}

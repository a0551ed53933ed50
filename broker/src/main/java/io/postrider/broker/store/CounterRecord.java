package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * A counter that never goes back: numbers up to {@code reservedUpTo} may have been used, a start goes on above.
 *
 * @param counter which one
 */
public record CounterRecord(Counter counter, long reservedUpTo) implements StateRecord {
    static final char TAG = 'P';

    /** The counters by their code in the key, which is the ordinal. */
    public enum Counter {
        /** Positions of messages. */
        POSITION,
        /** Ids of destinations, subscriptions, sessions, connections and bodies. */
        ID,
        /** Starts of the broker. */
        BOOT
    }

    @Override
    public byte[] key() {
        return Keys.state(TAG, counter.ordinal());
    }

    @Override
    public void writeValue(WireOutput out) {
        out.writeVarint(reservedUpTo);
    }

    static CounterRecord read(byte[] key, WireInput in) {
        return new CounterRecord(Counter.values()[(int) Keys.getLong(key, 1)], in.readVarint());
    }
}

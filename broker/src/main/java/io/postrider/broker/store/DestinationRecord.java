package io.postrider.broker.store;

import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/** A destination that outlives its users. An id is never given twice; what is deleted and made again gets a new one. */
public record DestinationRecord(long id, DestinationName name) implements StateRecord {
    static final char TAG = 'D';

    @Override
    public byte[] key() {
        return Keys.state(TAG, id);
    }

    @Override
    public void writeValue(WireOutput out) {
        name.write(out);
    }

    static DestinationRecord read(byte[] key, WireInput in) {
        return new DestinationRecord(Keys.getLong(key, 1), DestinationName.read(in));
    }
}

package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * A subscription that outlives its consumers: that of a queue, or a durable one of a topic.
 *
 * @param id          never given twice; a subscription that is changed is a new one
 * @param destination id of what it subscribes to
 * @param form        what it is
 * @param name        name given by the client, empty for a queue's own
 * @param clientId    part of its identity, or null
 * @param selector    or null
 * @param noLocal     not what the same client id sent
 * @param from        it takes messages accepted at or above this position
 */
public record SubscriptionRecord(long id, long destination, Form form, String name, String clientId, String selector,
                                 boolean noLocal, long from) implements StateRecord {
    static final char TAG = 'S';

    /** Forms by stored code, which is the ordinal. */
    public enum Form {
        QUEUE, DURABLE, SHARED_DURABLE
    }

    @Override
    public byte[] key() {
        return Keys.state(TAG, id);
    }

    @Override
    public void writeValue(WireOutput out) {
        out.writeVarint(destination);
        out.writeByte(form.ordinal());
        out.writeString(name);
        out.writeOptionalString(clientId);
        out.writeOptionalString(selector);
        out.writeBoolean(noLocal);
        out.writeVarint(from);
    }

    static SubscriptionRecord read(byte[] key, WireInput in) {
        return new SubscriptionRecord(Keys.getLong(key, 1), in.readVarint(), Form.values()[in.readVarint(2, "form")], in.readString(),
                in.readOptionalString(), in.readOptionalString(), in.readBoolean(), in.readVarint());
    }
}

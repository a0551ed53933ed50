package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * A logical connection that can be resumed after a restart: stored with the first record of one of its sessions, deleted at its
 * orderly close or when its retention is over.
 *
 * @param id    public id
 * @param token secret, 16 bytes
 * @param user  who made it; only the same user resumes it
 */
public record ConnectionRecord(long id, byte[] token, String user) implements StateRecord {
    static final char TAG = 'K';

    @Override
    public byte[] key() {
        return Keys.state(TAG, id);
    }

    @Override
    public void writeValue(WireOutput out) {
        out.writeBytes(token);
        out.writeString(user);
    }

    static ConnectionRecord read(byte[] key, WireInput in) {
        return new ConnectionRecord(Keys.getLong(key, 1), in.readBytes(), in.readString());
    }
}

package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * The header of a group of write sets: the first operation of its batch, so that it is applied with the group or not at all, and
 * can be found in a write-ahead log without RocksDB.
 *
 * @param epoch    term of the leader that made it; 0 on a single node
 * @param number   of the group's last write set
 * @param previous number that the group goes on top of
 * @param durable  last write set that was known to be durable when the group was written: if this group is there and that one is
 *                 not, then durable data was lost
 */
record AppliedRecord(long epoch, long number, long previous, long durable) {
    static final byte[] KEY = {'W'};
    private static final int ENCODED_BYTES_MAX = 64;

    /** The record as the put that it is. */
    byte[] operation() {
        WireOutput value = new WireOutput(ENCODED_BYTES_MAX);
        value.writeVarint(epoch);
        value.writeVarint(number);
        value.writeVarint(previous);
        value.writeVarint(durable);
        WireOutput out = new WireOutput(ENCODED_BYTES_MAX);
        out.writeByte(WriteSet.TAG_PUT);
        out.writeVarint(Family.STATE.id());
        out.writeBytes(KEY);
        out.writeVarint(value.size());
        out.writeRaw(value.array(), 0, value.size());
        return out.toByteArray();
    }

    static AppliedRecord read(byte[] value) {
        return read(new WireInput(value));
    }

    private static AppliedRecord read(WireInput in) {
        return new AppliedRecord(in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint());
    }

    /** Reads the operation at the beginning of a slice; null if another one stands there. */
    static AppliedRecord readOperation(WireInput in) {
        if (in.remaining() < 5 || in.readByte() != WriteSet.TAG_PUT || in.readByte() != Family.STATE.id() || in.readByte() != KEY.length
                || in.readByte() != KEY[0]) {
            return null;
        }
        in.readVarint();
        return read(in);
    }
}

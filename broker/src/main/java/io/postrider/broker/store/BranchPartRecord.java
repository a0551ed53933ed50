package io.postrider.broker.store;

import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of what the commit of a {@link BranchRecord} does; removed by the write set in which it takes effect, or is dropped. One
 * without its branch belongs to a transaction that was never prepared nor committed: a start removes it and the bodies that it names.
 * Bodies by reference lie in CHUNKS and belong to it.
 *
 * @param branch       id of the branch
 * @param index        from 0, in the order in which they take effect
 * @param sends        what enters its destinations
 * @param acknowledged what is removed
 */
public record BranchPartRecord(long branch, int index, List<StagedSend> sends, List<MessageRef> acknowledged) implements StateRecord {
    static final char TAG = 'Y';

    /** A message and when it is due, 0 = at once. */
    public record StagedSend(long dueMs, StoredMessage message) {
    }

    public BranchPartRecord {
        sends = List.copyOf(sends);
        acknowledged = List.copyOf(acknowledged);
    }

    /** The key alone, to delete it by. */
    public static BranchPartRecord key(long branch, int index) {
        return new BranchPartRecord(branch, index, List.of(), List.of());
    }

    @Override
    public byte[] key() {
        byte[] key = new byte[13];
        key[0] = TAG;
        Keys.putLong(key, 1, branch);
        Keys.putInt(key, 9, index);
        return key;
    }

    @Override
    public void writeValue(WireOutput out) {
        byte[] key = key();
        out.writeVarint(sends.size());
        WireOutput message = new WireOutput(256);
        for (StagedSend send : sends) {
            out.writeVarint(send.dueMs);
            message.clear();
            send.message.write(message, key);
            out.writeVarint(message.size());
            out.writeRaw(message.array(), 0, message.size());
        }
        MessageRef.writeAll(out, acknowledged);
    }

    static BranchPartRecord read(byte[] key, WireInput in) {
        int count = in.readCount(2, "sends");
        List<StagedSend> sends = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sends.add(new StagedSend(in.readVarint(), StoredMessage.read(key, in.readBytes())));
        }
        return new BranchPartRecord(Keys.getLong(key, 1), Keys.getInt(key, 9), sends, MessageRef.readAll(in));
    }
}

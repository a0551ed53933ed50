package io.postrider.broker.store;

import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.message.XidImpl;

import java.util.ArrayList;
import java.util.List;

/**
 * A branch that is prepared, with all that its commit does, or one that an operator has decided. Bodies by reference lie in CHUNKS and
 * belong to it.
 *
 * @param id           of the branch
 * @param user         who may end it
 * @param client       who made it, for people: client id, or address
 * @param startedAtMs  broker time
 * @param changedAtMs  broker time at which it was prepared or decided
 * @param decidedBy    the administrator who decided, empty if none has
 * @param sends        what enters its destinations at the commit; none if it is decided
 * @param acknowledged what is removed at the commit; none if it is decided
 */
public record BranchRecord(long id, XidImpl xid, String user, String client, long startedAtMs, long changedAtMs, Form form, String decidedBy,
                           List<StagedSend> sends, List<MessageRef> acknowledged) implements StateRecord {
    static final char TAG = 'X';
    private static final Form[] FORMS = Form.values();

    /** What has become of it. */
    public enum Form {
        PREPARED, COMMITTED, ROLLED_BACK
    }

    /** A message and when it is due, 0 = at once. */
    public record StagedSend(long dueMs, StoredMessage message) {
    }

    public BranchRecord {
        sends = List.copyOf(sends);
        acknowledged = List.copyOf(acknowledged);
    }

    @Override
    public byte[] key() {
        return Keys.state(TAG, id);
    }

    @Override
    public void writeValue(WireOutput out) {
        xid.write(out);
        out.writeString(user);
        out.writeString(client);
        out.writeVarint(startedAtMs);
        out.writeVarint(changedAtMs);
        out.writeByte(form.ordinal());
        out.writeString(decidedBy);
        out.writeVarint(sends.size());
        WireOutput message = new WireOutput(256);
        for (StagedSend send : sends) {
            out.writeVarint(send.dueMs);
            message.clear();
            send.message.write(message, key());
            out.writeVarint(message.size());
            out.writeRaw(message.array(), 0, message.size());
        }
        MessageRef.writeAll(out, acknowledged);
    }

    static BranchRecord read(byte[] key, WireInput in) {
        XidImpl xid = XidImpl.read(in);
        String user = in.readString();
        String client = in.readString();
        long started = in.readVarint();
        long changed = in.readVarint();
        Form form = FORMS[in.readVarint(FORMS.length - 1, "form of a branch")];
        String decidedBy = in.readString();
        int count = in.readCount(2, "sends");
        List<StagedSend> sends = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sends.add(new StagedSend(in.readVarint(), StoredMessage.read(key, in.readBytes())));
        }
        return new BranchRecord(Keys.getLong(key, 1), xid, user, client, started, changed, form, decidedBy, sends, MessageRef.readAll(in));
    }
}

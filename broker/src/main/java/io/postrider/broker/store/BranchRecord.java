package io.postrider.broker.store;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.message.XidImpl;

/**
 * A transaction that is prepared, or on its way from its commit to the effects of that, or that an operator has decided. What it does
 * is in its {@link BranchPartRecord}s.
 *
 * @param id          of the branch
 * @param xid         null for the local transaction of a session
 * @param session     of a local transaction, otherwise 0
 * @param user        who may end it
 * @param client      who made it, for people: client id, or address
 * @param startedAtMs broker time
 * @param changedAtMs broker time at which it came into its form
 * @param decidedBy   the administrator who decided, empty if none has
 */
public record BranchRecord(long id, XidImpl xid, long session, String user, String client, long startedAtMs, long changedAtMs, Form form,
                           String decidedBy) implements StateRecord {
    static final char TAG = 'X';
    private static final Form[] FORMS = Form.values();

    /** What has become of it. */
    public enum Form {
        /** In doubt. */
        PREPARED,
        /** Committed, and its parts that are left are still to take effect. */
        COMMITTING,
        /** Committed by an operator, and told until it is forgotten. */
        COMMITTED,
        /** Rolled back by an operator, and told until it is forgotten. */
        ROLLED_BACK
    }

    @Override
    public byte[] key() {
        return Keys.state(TAG, id);
    }

    @Override
    public void writeValue(WireOutput out) {
        out.writeVarint(session);
        if (session == 0) {
            xid.write(out);
        }
        out.writeString(user);
        out.writeString(client);
        out.writeVarint(startedAtMs);
        out.writeVarint(changedAtMs);
        out.writeByte(form.ordinal());
        out.writeString(decidedBy);
    }

    static BranchRecord read(byte[] key, WireInput in) {
        long session = in.readVarint();
        XidImpl xid = session == 0 ? XidImpl.read(in) : null;
        return new BranchRecord(Keys.getLong(key, 1), xid, session, in.readString(), in.readString(), in.readVarint(), in.readVarint(),
                FORMS[in.readVarint(FORMS.length - 1, "form of a branch")], in.readString());
    }
}

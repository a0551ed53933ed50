package io.postrider.broker.store;

import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Series;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.ArrayList;
import java.util.List;

/**
 * What a session that comes back is answered from; in the write set of what it describes.
 *
 * @param id              of the session
 * @param connection      public id of its logical connection
 * @param persistentLast  last number of the PERSISTENT series that was taken or refused
 * @param refusals        refused sends and awaited acknowledgements that the client may still ask about
 * @param transaction     last transaction that ended, 0 = none
 * @param committed       whether that one was committed
 * @param acknowledgeLast last acknowledgement that was taken, where somebody waits for them
 */
public record SessionRecord(long id, long connection, long persistentLast, List<Refusal> refusals, long transaction,
                            boolean committed, long acknowledgeLast) implements StateRecord {
    static final char TAG = 'N';
    private static final Series[] SERIES = Series.values();

    /** A number of the PERSISTENT or ACKNOWLEDGE series that was refused, and why. */
    public record Refusal(Series series, long number, ErrorCode code, String detail) {
    }

    public SessionRecord {
        refusals = List.copyOf(refusals);
    }

    @Override
    public byte[] key() {
        return Keys.state(TAG, id);
    }

    @Override
    public void writeValue(WireOutput out) {
        out.writeVarint(connection);
        out.writeVarint(persistentLast);
        out.writeVarint(transaction);
        out.writeBoolean(committed);
        out.writeVarint(acknowledgeLast);
        out.writeVarint(refusals.size());
        for (Refusal refusal : refusals) {
            out.writeVarint(refusal.series.ordinal());
            out.writeVarint(refusal.number);
            out.writeVarint(refusal.code.code());
            out.writeString(refusal.detail);
        }
    }

    static SessionRecord read(byte[] key, WireInput in) {
        long connection = in.readVarint();
        long last = in.readVarint();
        long transaction = in.readVarint();
        boolean committed = in.readBoolean();
        long acknowledgeLast = in.readVarint();
        int count = in.readCount(4, "refusals");
        List<Refusal> refusals = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            refusals.add(new Refusal(SERIES[in.readVarint(SERIES.length - 1, "series")], in.readVarint(), ErrorCode.read(in), in.readString()));
        }
        return new SessionRecord(Keys.getLong(key, 1), connection, last, refusals, transaction, committed, acknowledgeLast);
    }
}

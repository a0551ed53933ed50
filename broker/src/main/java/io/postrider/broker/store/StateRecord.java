package io.postrider.broker.store;

import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/** A record of {@link Family#STATE}: small, overwritten, all of them loaded at a start but for attempts and bitmaps' size. */
public sealed interface StateRecord permits CounterRecord, DestinationRecord, LaneRecord, SubscriptionRecord, FloorRecord,
        BitmapRecord, MarkRecord, AttemptsRecord, ConnectionRecord, SessionRecord, BodyRecord,
        BranchRecord, BranchPartRecord {

    /** The key, which starts with the record's tag. */
    byte[] key();

    void writeValue(WireOutput out);

    /** @throws WireFormatException if key and value are no state record */
    static StateRecord read(byte[] key, byte[] value) {
        WireInput in = new WireInput(value);
        StateRecord record;
        try {
            record = read(key, in);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new WireFormatException("not a state record: " + e.getMessage());
        }
        in.requireEnd();
        return record;
    }

    private static StateRecord read(byte[] key, WireInput in) {
        return switch (key.length == 0 ? 0 : key[0]) {
            case CounterRecord.TAG -> CounterRecord.read(key, in);
            case DestinationRecord.TAG -> DestinationRecord.read(key, in);
            case LaneRecord.TAG -> LaneRecord.read(key, in);
            case SubscriptionRecord.TAG -> SubscriptionRecord.read(key, in);
            case FloorRecord.TAG -> FloorRecord.read(key, in);
            case BitmapRecord.TAG -> BitmapRecord.read(key, in);
            case MarkRecord.TAG -> MarkRecord.read(key, in);
            case AttemptsRecord.TAG -> AttemptsRecord.read(key, in);
            case ConnectionRecord.TAG -> ConnectionRecord.read(key, in);
            case SessionRecord.TAG -> SessionRecord.read(key, in);
            case BodyRecord.TAG -> BodyRecord.read(key, in);
            case BranchPartRecord.TAG -> BranchPartRecord.read(key, in);
            case BranchRecord.TAG -> BranchRecord.read(key, in);
            default -> throw new WireFormatException("state key with tag " + (key.length == 0 ? "none" : (char) key[0]));
        };
    }
}

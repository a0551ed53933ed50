package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * What became of a transaction.
 *
 * <p>Direction: broker to client.
 *
 * @param requestId   of CommitTx or AskOutcome
 * @param session     whose
 * @param transaction its number
 * @param outcome     committed, rolled back or unknown
 * @param code        NORMAL, or why it was rolled back
 * @param detail      a sentence for people, or empty
 */
public record Outcome(
        long requestId, long session, long transaction, TransactionOutcome outcome, ErrorCode code, String detail) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.OUTCOME;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        out.writeVarint(transaction);
        out.writeByte(outcome.ordinal());
        out.writeVarint(code.code());
        out.writeString(detail);
    }

    static Outcome read(WireInput in) {
        return new Outcome(
                in.readVarint(), in.readVarint(), in.readVarint(), TransactionOutcome.read(in), ErrorCode.read(in),
                in.readString());
    }
}

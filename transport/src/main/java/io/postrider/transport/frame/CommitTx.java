package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Commits. Answered by Outcome.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId   answered by it
 * @param session     whose
 * @param transaction number of the session, from 1 without gaps
 */
public record CommitTx(long requestId, long session, long transaction) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.COMMIT_TX;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        out.writeVarint(transaction);
    }

    static CommitTx read(WireInput in) {
        return new CommitTx(in.readVarint(), in.readVarint(), in.readVarint());
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.message.XidImpl;

/**
 * Commits a branch. Answered by XaResult.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId   answered by it
 * @param session     in one phase: the session whose record keeps the outcome, 0 = none
 * @param transaction in one phase: number of that session, from 1 without gaps, by which AskOutcome asks
 * @param xid         of the branch
 * @param onePhase    without prepare
 */
public record XaCommit(long requestId, long session, long transaction, XidImpl xid, boolean onePhase) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.XA_COMMIT;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        out.writeVarint(transaction);
        xid.write(out);
        out.writeBoolean(onePhase);
    }

    static XaCommit read(WireInput in) {
        return new XaCommit(in.readVarint(), in.readVarint(), in.readVarint(), XidImpl.read(in), in.readBoolean());
    }
}

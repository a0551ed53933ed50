package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Asks what became of a transaction whose commit was sent before the link was lost. Answered by Outcome.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId   answered by it
 * @param session     whose
 * @param transaction its number
 */
public record AskOutcome(long requestId, long session, long transaction) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.ASK_OUTCOME;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        out.writeVarint(transaction);
    }

    static AskOutcome read(WireInput in) {
        return new AskOutcome(in.readVarint(), in.readVarint(), in.readVarint());
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.List;

/**
 * Rolls back: sends are dropped, what the session holds or acknowledged in it goes back, a new delivery generation starts. Answered by Done.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId   answered by it
 * @param session     whose
 * @param transaction its number
 * @param generation  the new one
 * @param handedOver  messages that the application got: flagged, count + 1
 */
public record RollbackTx(long requestId, long session, long transaction, int generation, List<MessageRef> handedOver) implements Frame {
    public RollbackTx {
        handedOver = List.copyOf(handedOver);
    }

    @Override
    public FrameType type() {
        return FrameType.ROLLBACK_TX;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        out.writeVarint(transaction);
        out.writeVarint(generation);
        MessageRef.writeAll(out, handedOver);
    }

    static RollbackTx read(WireInput in) {
        return new RollbackTx(
                in.readVarint(), in.readVarint(), in.readVarint(), in.readVarint(Integer.MAX_VALUE, "generation"),
                MessageRef.readAll(in));
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.List;

/**
 * Stops delivery, puts everything that the session holds back to its old position and starts a new delivery generation (specification 6.2.11). Answered by Done.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId  answered by it
 * @param session    whose
 * @param generation the new one
 * @param handedOver messages that the application got: flagged, count + 1; the others go back as they were
 */
public record Recover(long requestId, long session, int generation, List<MessageRef> handedOver) implements Frame {
    public Recover {
        handedOver = List.copyOf(handedOver);
    }

    @Override
    public FrameType type() {
        return FrameType.RECOVER;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        out.writeVarint(generation);
        MessageRef.writeAll(out, handedOver);
    }

    static Recover read(WireInput in) {
        return new Recover(
                in.readVarint(), in.readVarint(), in.readVarint(Integer.MAX_VALUE, "generation"), MessageRef.readAll(in));
    }
}

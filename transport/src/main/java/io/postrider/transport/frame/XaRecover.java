package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Asks for prepared and decided branches. Answered by XaRecovered.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param after     id of the last branch that was told, 0 = from the beginning
 */
public record XaRecover(long requestId, long after) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.XA_RECOVER;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(after);
    }

    static XaRecover read(WireInput in) {
        return new XaRecover(in.readVarint(), in.readVarint());
    }
}

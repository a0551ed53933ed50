package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Opens a session. Answered by Done with the session's id, which is never used again.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param mode      acknowledgement mode of the session
 */
public record OpenSession(long requestId, AcknowledgeMode mode) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.OPEN_SESSION;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeByte(mode.ordinal());
    }

    static OpenSession read(WireInput in) {
        return new OpenSession(in.readVarint(), AcknowledgeMode.read(in));
    }
}

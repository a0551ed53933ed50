package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Asks for the state of the broker as JSON. Answered by Inspected.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param subject   what is asked for, such as status
 */
public record Inspect(long requestId, String subject) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.INSPECT;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeString(subject);
    }

    static Inspect read(WireInput in) {
        return new Inspect(in.readVarint(), in.readString());
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Answer to Inspect.
 *
 * <p>Direction: broker to client.
 *
 * @param requestId of the Inspect
 * @param json      one JSON object
 */
public record Inspected(long requestId, String json) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.INSPECTED;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeString(json);
    }

    static Inspected read(WireInput in) {
        return new Inspected(in.readVarint(), in.readString());
    }
}

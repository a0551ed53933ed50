package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * The request succeeded; what depends on it is durable.
 *
 * <p>Direction: broker to client.
 *
 * @param requestId which
 * @param value     an id where the request says so, otherwise 0
 */
public record Done(long requestId, long value) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.DONE;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(value);
    }

    static Done read(WireInput in) {
        return new Done(in.readVarint(), in.readVarint());
    }
}

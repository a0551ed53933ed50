package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Answer to a Ping.
 *
 * <p>Direction: either way.
 *
 * @param nonce  of the Ping
 * @param timeMs epoch milliseconds by the sender's clock
 */
public record Pong(long nonce, long timeMs) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.PONG;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(nonce);
        out.writeSignedVarint(timeMs);
    }

    static Pong read(WireInput in) {
        return new Pong(in.readVarint(), in.readSignedVarint());
    }
}

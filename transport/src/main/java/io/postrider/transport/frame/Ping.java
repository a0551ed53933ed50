package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Asks the other side for a sign of life.
 *
 * <p>Direction: either way.
 *
 * @param nonce comes back in the Pong
 */
public record Ping(long nonce) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.PING;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(nonce);
    }

    static Ping read(WireInput in) {
        return new Ping(in.readVarint());
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * A step of the SASL exchange.
 *
 * <p>Direction: broker to client.
 *
 * @param data what the mechanism says
 */
public record SaslChallenge(byte[] data) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.SASL_CHALLENGE;
    }

    @Override
    public void write(WireOutput out) {
        out.writeBytes(data);
    }

    static SaslChallenge read(WireInput in) {
        return new SaslChallenge(in.readBytes());
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * A step of the SASL exchange.
 *
 * <p>Direction: client to broker.
 *
 * @param data what the mechanism says
 */
public record SaslResponse(byte[] data) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.SASL_RESPONSE;
    }

    @Override
    public void write(WireOutput out) {
        out.writeBytes(data);
    }

    static SaslResponse read(WireInput in) {
        return new SaslResponse(in.readBytes());
    }
}

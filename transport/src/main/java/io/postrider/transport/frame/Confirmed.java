package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Everything of a series up to a number is durable, but for what was refused.
 *
 * <p>Direction: broker to client.
 *
 * @param session whose
 * @param series  which
 * @param upTo    this number and all before
 */
public record Confirmed(long session, Series series, long upTo) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.CONFIRMED;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(session);
        out.writeByte(series.ordinal());
        out.writeVarint(upTo);
    }

    static Confirmed read(WireInput in) {
        return new Confirmed(in.readVarint(), Series.read(in), in.readVarint());
    }
}

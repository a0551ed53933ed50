package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Asks for everything that can be delivered now within the credit, then Drained.
 *
 * <p>Direction: client to broker.
 *
 * @param consumer which
 * @param number   comes back in Drained
 */
public record Drain(long consumer, long number) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.DRAIN;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(consumer);
        out.writeVarint(number);
    }

    static Drain read(WireInput in) {
        return new Drain(in.readVarint(), in.readVarint());
    }
}

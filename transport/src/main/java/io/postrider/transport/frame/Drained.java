package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Everything that could be delivered has been sent; for a browser: the end of the queue.
 *
 * <p>Direction: broker to client.
 *
 * @param consumer which
 * @param number   of the Drain, 0 at the end of a browse
 */
public record Drained(long consumer, long number) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.DRAINED;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(consumer);
        out.writeVarint(number);
    }

    static Drained read(WireInput in) {
        return new Drained(in.readVarint(), in.readVarint());
    }
}

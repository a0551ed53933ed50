package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Asks a client for the messages that it has prefetched and not handed to the application. Answered by Returned, also if there
 * are none.
 *
 * <p>Direction: broker to client.
 *
 * @param consumer whose
 */
public record Recall(long consumer) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.RECALL;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(consumer);
    }

    static Recall read(WireInput in) {
        return new Recall(in.readVarint());
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.List;

/**
 * Gives back messages that the application never saw; they are delivered again without a mark, and their credit is gone.
 *
 * <p>Direction: client to broker.
 *
 * @param session  whose
 * @param consumer its consumer
 * @param messages what comes back
 */
public record Returned(long session, long consumer, List<MessageRef> messages) implements Frame {
    public Returned {
        messages = List.copyOf(messages);
    }

    @Override
    public FrameType type() {
        return FrameType.RETURNED;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(session);
        out.writeVarint(consumer);
        MessageRef.writeAll(out, messages);
    }

    static Returned read(WireInput in) {
        return new Returned(in.readVarint(), in.readVarint(), MessageRef.readAll(in));
    }
}

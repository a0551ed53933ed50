package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.List;

/**
 * Gives messages of a consumer to another session of the connection, whose application has got them: from then on that session
 * holds them, to acknowledge them or to give them back. What the consumer's session does not hold is passed over.
 *
 * <p>Direction: client to broker.
 *
 * @param session  of the consumer
 * @param consumer that they were delivered to
 * @param to       the session that gets them; within unacknowledgedMax
 * @param messages which
 */
public record Assign(long session, long consumer, long to, List<MessageRef> messages) implements Frame {
    public Assign {
        messages = List.copyOf(messages);
    }

    @Override
    public FrameType type() {
        return FrameType.ASSIGN;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(session);
        out.writeVarint(consumer);
        out.writeVarint(to);
        MessageRef.writeAll(out, messages);
    }

    static Assign read(WireInput in) {
        return new Assign(in.readVarint(), in.readVarint(), in.readVarint(), MessageRef.readAll(in));
    }
}

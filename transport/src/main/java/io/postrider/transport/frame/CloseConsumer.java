package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.List;

/**
 * Closes a consumer. What it holds goes back, but for what is named. Answered by Done.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param session   its session
 * @param consumer  its id
 * @param kept      messages that the application got and that the session can still acknowledge
 */
public record CloseConsumer(long requestId, long session, long consumer, List<MessageRef> kept) implements Frame {
    public CloseConsumer {
        kept = List.copyOf(kept);
    }

    @Override
    public FrameType type() {
        return FrameType.CLOSE_CONSUMER;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        out.writeVarint(consumer);
        MessageRef.writeAll(out, kept);
    }

    static CloseConsumer read(WireInput in) {
        return new CloseConsumer(in.readVarint(), in.readVarint(), in.readVarint(), MessageRef.readAll(in));
    }
}

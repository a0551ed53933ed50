package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.List;

/**
 * Closes a session: its consumers go, its transaction rolls back, what it holds goes back. Answered by Done.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId  answered by it
 * @param session    id of the session
 * @param handedOver messages that the application got and that are not acknowledged: they count as delivered
 */
public record CloseSession(long requestId, long session, List<MessageRef> handedOver) implements Frame {
    public CloseSession {
        handedOver = List.copyOf(handedOver);
    }

    @Override
    public FrameType type() {
        return FrameType.CLOSE_SESSION;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        MessageRef.writeAll(out, handedOver);
    }

    static CloseSession read(WireInput in) {
        return new CloseSession(in.readVarint(), in.readVarint(), MessageRef.readAll(in));
    }
}

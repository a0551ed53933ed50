package io.postrider.transport.frame;

import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Deletes a temporary destination. Answered by Done or Failure.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId   answered by it
 * @param destination a temporary one of this connection
 */
public record DeleteTemporary(long requestId, DestinationName destination) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.DELETE_TEMPORARY;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        destination.write(out);
    }

    static DeleteTemporary read(WireInput in) {
        return new DeleteTemporary(in.readVarint(), DestinationName.read(in));
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Makes a temporary destination that lives as long as the logical connection. Answered by Done.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId   answered by it
 * @param destination named temp-<connection id>-<number>
 */
public record CreateTemporary(long requestId, DestinationName destination) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.CREATE_TEMPORARY;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        destination.write(out);
    }

    static CreateTemporary read(WireInput in) {
        return new CreateTemporary(in.readVarint(), DestinationName.read(in));
    }
}

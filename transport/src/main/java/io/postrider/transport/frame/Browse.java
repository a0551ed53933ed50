package io.postrider.transport.frame;

import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Opens a browser (specification 6.3): delivers what is in the queue without holding it, then Drained. Answered by Done.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId   answered by it
 * @param session     whose
 * @param consumer    id of the client's choice, as for CreateConsumer; closed by CloseConsumer
 * @param destination a queue
 * @param selector    or null
 */
public record Browse(long requestId, long session, long consumer, DestinationName destination, String selector) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.BROWSE;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        out.writeVarint(consumer);
        destination.write(out);
        out.writeOptionalString(selector);
    }

    static Browse read(WireInput in) {
        return new Browse(in.readVarint(), in.readVarint(), in.readVarint(), DestinationName.read(in), in.readOptionalString());
    }
}

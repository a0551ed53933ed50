package io.postrider.transport.frame;

import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Resolves a destination for sending and opens its credit for the session. Answered by Done, then ProducerCredit.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId   answered by it
 * @param session     whose
 * @param destination where to
 */
public record OpenProducer(long requestId, long session, DestinationName destination) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.OPEN_PRODUCER;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        destination.write(out);
    }

    static OpenProducer read(WireInput in) {
        return new OpenProducer(in.readVarint(), in.readVarint(), DestinationName.read(in));
    }
}

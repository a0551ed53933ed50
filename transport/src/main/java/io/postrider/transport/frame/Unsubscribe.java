package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Deletes a durable subscription of the connection's client id (specification 6.1.3). Answered by Done or Failure.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId        answered by it
 * @param subscriptionName which
 */
public record Unsubscribe(long requestId, String subscriptionName) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.UNSUBSCRIBE;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeString(subscriptionName);
    }

    static Unsubscribe read(WireInput in) {
        return new Unsubscribe(in.readVarint(), in.readString());
    }
}

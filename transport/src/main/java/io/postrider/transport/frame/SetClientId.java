package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Gives the connection its client id (specification 6.1.2). Answered by Done or Failure.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param clientId  not empty
 */
public record SetClientId(long requestId, String clientId) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.SET_CLIENT_ID;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeString(clientId);
    }

    static SetClientId read(WireInput in) {
        return new SetClientId(in.readVarint(), in.readString());
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Lets the connection have more bytes on the way to the core; adds to what is left.
 *
 * <p>Direction: broker to client.
 *
 * @param bytes this many more
 */
public record ConnectionCredit(long bytes) implements Frame {
    public ConnectionCredit {
        if (bytes < 0) {
            throw new IllegalArgumentException("credit of " + bytes + " bytes, expected at least 0");
        }
    }

    @Override
    public FrameType type() {
        return FrameType.CONNECTION_CREDIT;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(bytes);
    }

    static ConnectionCredit read(WireInput in) {
        return new ConnectionCredit(in.readVarint());
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Orderly end of the connection. From a client: its records may go; the broker answers Close NORMAL and closes. From the broker: why it closes.
 *
 * <p>Direction: either way.
 *
 * @param code   NORMAL or the reason
 * @param detail a sentence for people
 */
public record Close(ErrorCode code, String detail) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.CLOSE;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(code.code());
        out.writeString(detail);
    }

    static Close read(WireInput in) {
        return new Close(ErrorCode.read(in), in.readString());
    }
}

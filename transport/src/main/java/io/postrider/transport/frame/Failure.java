package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * The request was refused and changed nothing.
 *
 * <p>Direction: broker to client.
 *
 * @param requestId which
 * @param code      why
 * @param detail    a sentence for people that names the value and what was expected
 */
public record Failure(long requestId, ErrorCode code, String detail) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.FAILURE;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(code.code());
        out.writeString(detail);
    }

    static Failure read(WireInput in) {
        return new Failure(in.readVarint(), ErrorCode.read(in), in.readString());
    }
}

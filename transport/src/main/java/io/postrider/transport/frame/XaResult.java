package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * What became of a request about a branch.
 *
 * <p>Direction: broker to client.
 *
 * @param requestId of the request
 * @param code      the answer
 * @param value     of XaStart: id of the branch; otherwise 0
 * @param detail    a sentence for people, or empty
 */
public record XaResult(long requestId, XaCode code, long value, String detail) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.XA_RESULT;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeSignedVarint(code.number());
        out.writeVarint(value);
        out.writeString(detail);
    }

    static XaResult read(WireInput in) {
        return new XaResult(in.readVarint(), XaCode.read(in), in.readVarint(), in.readString());
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * One send or acknowledgement was refused. Leaves in the order of its series.
 *
 * <p>Direction: broker to client.
 *
 * @param session whose
 * @param series  which
 * @param number  which one
 * @param code    why
 * @param detail  a sentence for people
 */
public record Refused(long session, Series series, long number, ErrorCode code, String detail) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.REFUSED;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(session);
        out.writeByte(series.ordinal());
        out.writeVarint(number);
        out.writeVarint(code.code());
        out.writeString(detail);
    }

    static Refused read(WireInput in) {
        return new Refused(in.readVarint(), Series.read(in), in.readVarint(), ErrorCode.read(in), in.readString());
    }
}

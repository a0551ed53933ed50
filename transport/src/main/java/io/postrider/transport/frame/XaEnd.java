package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.message.XidImpl;

/**
 * The session works in the branch no longer. Answered by XaResult.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param session   whose
 * @param xid       of the branch
 * @param flag      whether its work is done, has failed or is suspended
 */
public record XaEnd(long requestId, long session, XidImpl xid, EndFlag flag) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.XA_END;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        xid.write(out);
        out.writeByte(flag.ordinal());
    }

    static XaEnd read(WireInput in) {
        return new XaEnd(in.readVarint(), in.readVarint(), XidImpl.read(in), EndFlag.read(in));
    }
}

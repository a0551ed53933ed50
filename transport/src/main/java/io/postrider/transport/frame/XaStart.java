package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.message.XidImpl;

/**
 * The session works in a branch from here on. Answered by XaResult with the id of the branch, which stands as transaction in what the session sends and acknowledges in it.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param session   whose mode is not TRANSACTED
 * @param xid       of the branch
 * @param flag      a new one, one to join, or one to resume
 * @param timeoutMs of a new one, until it is prepared; 0 = the broker's default
 */
public record XaStart(long requestId, long session, XidImpl xid, StartFlag flag, long timeoutMs) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.XA_START;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        xid.write(out);
        out.writeByte(flag.ordinal());
        out.writeVarint(timeoutMs);
    }

    static XaStart read(WireInput in) {
        return new XaStart(in.readVarint(), in.readVarint(), XidImpl.read(in), StartFlag.read(in), in.readVarint());
    }
}

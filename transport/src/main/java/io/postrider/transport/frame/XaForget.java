package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.message.XidImpl;

/**
 * Forgets what an operator made of a branch. Answered by XaResult.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param xid       of the branch
 */
public record XaForget(long requestId, XidImpl xid) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.XA_FORGET;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        xid.write(out);
    }

    static XaForget read(WireInput in) {
        return new XaForget(in.readVarint(), XidImpl.read(in));
    }
}

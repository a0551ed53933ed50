package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.message.XidImpl;

/**
 * Makes the work of a branch durable without its effects. Answered by XaResult: OK, RDONLY or why not.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param xid       of the branch
 * @param again     whether an earlier link may have brought this already: then a prepared branch is OK
 */
public record XaPrepare(long requestId, XidImpl xid, boolean again) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.XA_PREPARE;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        xid.write(out);
        out.writeBoolean(again);
    }

    static XaPrepare read(WireInput in) {
        return new XaPrepare(in.readVarint(), XidImpl.read(in), in.readBoolean());
    }
}

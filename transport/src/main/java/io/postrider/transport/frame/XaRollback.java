package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.message.XidImpl;

/**
 * Rolls a branch back. What a session named has prefetched goes back too, so that the order stays. Answered by XaResult.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId  answered by it
 * @param session    one that worked in it and works in none now, 0 = none
 * @param generation its new delivery generation
 * @param xid        of the branch
 */
public record XaRollback(long requestId, long session, int generation, XidImpl xid) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.XA_ROLLBACK;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        out.writeVarint(generation);
        xid.write(out);
    }

    static XaRollback read(WireInput in) {
        return new XaRollback(in.readVarint(), in.readVarint(), in.readVarint(Integer.MAX_VALUE, "generation"), XidImpl.read(in));
    }
}

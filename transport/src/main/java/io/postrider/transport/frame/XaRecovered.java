package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.message.XidImpl;

import java.util.List;

/**
 * Branches that the user may end, in the order of their ids.
 *
 * <p>Direction: broker to client.
 *
 * @param requestId of XaRecover
 * @param last      id of the last one of these; 0 = there are no more
 * @param branches  their xids
 */
public record XaRecovered(long requestId, long last, List<XidImpl> branches) implements Frame {
    public XaRecovered {
        branches = List.copyOf(branches);
    }

    @Override
    public FrameType type() {
        return FrameType.XA_RECOVERED;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(last);
        XidImpl.writeAll(out, branches);
    }

    static XaRecovered read(WireInput in) {
        return new XaRecovered(in.readVarint(), in.readVarint(), XidImpl.readAll(in));
    }
}

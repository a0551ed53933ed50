package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Asks an administrator's decision on a branch to be carried out: commits or rolls back a prepared one, or forgets what was decided. Answered by Done.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId answered by it
 * @param branch    its id
 * @param decision  what is to become of it
 */
public record DecideBranch(long requestId, long branch, Decision decision) implements Frame {
    @Override
    public FrameType type() {
        return FrameType.DECIDE_BRANCH;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(branch);
        out.writeByte(decision.ordinal());
    }

    static DecideBranch read(WireInput in) {
        return new DecideBranch(in.readVarint(), in.readVarint(), Decision.read(in));
    }
}

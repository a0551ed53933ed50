package io.postrider.examples.perf;

import java.nio.ByteBuffer;
import java.util.UUID;
import javax.transaction.xa.Xid;

/**
 * The only branch of a global transaction.
 *
 * @param owner  who began it: a session of a run
 * @param number counts those of the owner, from 0
 */
record BranchXid(UUID owner, long number) implements Xid {
    /** Any but 0, which is OSI's, and -1, which is none. */
    private static final int FORMAT = 0x7065_7266;

    @Override
    public int getFormatId() {
        return FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return ByteBuffer.allocate(3 * Long.BYTES).putLong(owner.getMostSignificantBits()).putLong(owner.getLeastSignificantBits()).putLong(number).array();
    }

    @Override
    public byte[] getBranchQualifier() {
        return new byte[] {1};
    }
}

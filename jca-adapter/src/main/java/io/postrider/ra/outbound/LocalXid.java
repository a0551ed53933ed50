package io.postrider.ra.outbound;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import javax.transaction.xa.Xid;

/** Names a branch that no transaction manager knows. Immutable. */
final class LocalXid implements Xid {
    /** "PRLT", by which an administrator sees whose it is. */
    private static final int FORMAT = 0x50524C54;
    private static final byte[] BRANCH = {1};

    private final byte[] global;

    private LocalXid(byte[] global) {
        this.global = global;
    }

    static LocalXid next() {
        UUID random = UUID.randomUUID();
        return new LocalXid(ByteBuffer.allocate(2 * Long.BYTES).putLong(random.getMostSignificantBits()).putLong(random.getLeastSignificantBits()).array());
    }

    @Override
    public int getFormatId() {
        return FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return global.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return BRANCH.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalXid that && Arrays.equals(global, that.global);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(global);
    }
}

package io.postrider.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import javax.transaction.xa.Xid;

/** An Xid as a transaction manager has its own class of. */
record XidValue(String global, String branch) implements Xid {
    private static final int FORMAT = 4711;

    /** Of a new global transaction. */
    static XidValue random() {
        return new XidValue(UUID.randomUUID().toString(), "branch");
    }

    /** Whether the two name one branch, whatever their classes. */
    boolean names(Xid other) {
        return other.getFormatId() == FORMAT && Arrays.equals(getGlobalTransactionId(), other.getGlobalTransactionId())
                && Arrays.equals(getBranchQualifier(), other.getBranchQualifier());
    }

    @Override
    public int getFormatId() {
        return FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return global.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] getBranchQualifier() {
        return branch.getBytes(StandardCharsets.UTF_8);
    }
}

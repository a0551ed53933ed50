package io.postrider.transport.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.transaction.xa.Xid;

/**
 * Identity of a transaction branch (XA specification, chapter 4.2). Immutable, and equal to another one with the same three parts,
 * which the Xids of transaction managers need not be.
 */
public final class XidImpl implements Xid {
    /** Bytes of the global transaction id and of the branch qualifier, at most. */
    public static final int PART_BYTES_MAX = MAXGTRIDSIZE;

    private final int formatId;
    private final byte[] globalTransactionId;
    private final byte[] branchQualifier;

    /** @throws IllegalArgumentException if a part is too long, the first one empty, or the format id that of no Xid */
    public XidImpl(int formatId, byte[] globalTransactionId, byte[] branchQualifier) {
        if (formatId == -1) {
            throw new IllegalArgumentException("a format id of -1, which says that there is no Xid");
        }
        if (globalTransactionId.length == 0 || globalTransactionId.length > PART_BYTES_MAX) {
            throw new IllegalArgumentException("a global transaction id of " + globalTransactionId.length + " bytes, expected 1 to " + PART_BYTES_MAX);
        }
        if (branchQualifier.length > PART_BYTES_MAX) {
            throw new IllegalArgumentException("a branch qualifier of " + branchQualifier.length + " bytes, expected 0 to " + PART_BYTES_MAX);
        }
        this.formatId = formatId;
        this.globalTransactionId = globalTransactionId.clone();
        this.branchQualifier = branchQualifier.clone();
    }

    /** The same branch as that of a transaction manager's own class. */
    public static XidImpl of(Xid xid) {
        return xid instanceof XidImpl known ? known : new XidImpl(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier());
    }

    @Override
    public int getFormatId() {
        return formatId;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return globalTransactionId.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return branchQualifier.clone();
    }

    public void write(WireOutput out) {
        out.writeInt32(formatId);
        out.writeBytes(globalTransactionId);
        out.writeBytes(branchQualifier);
    }

    /** @throws WireFormatException if no Xid has these parts, too */
    public static XidImpl read(WireInput in) {
        int formatId = in.readInt32();
        byte[] global = in.readBytes();
        byte[] branch = in.readBytes();
        try {
            return new XidImpl(formatId, global, branch);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(e.getMessage());
        }
    }

    public static void writeAll(WireOutput out, List<XidImpl> xids) {
        out.writeVarint(xids.size());
        xids.forEach(xid -> xid.write(out));
    }

    public static List<XidImpl> readAll(WireInput in) {
        int count = in.readCount(7, "xids");
        List<XidImpl> xids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            xids.add(read(in));
        }
        return xids;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof XidImpl xid && formatId == xid.formatId && Arrays.equals(globalTransactionId, xid.globalTransactionId)
                && Arrays.equals(branchQualifier, xid.branchQualifier);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * formatId + Arrays.hashCode(globalTransactionId)) + Arrays.hashCode(branchQualifier);
    }

    /** {@code 131077:0A0B:0C}, as operators read it: format id, global transaction id and branch qualifier in hexadecimal. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of().withUpperCase();
        return formatId + ":" + hex.formatHex(globalTransactionId) + ":" + hex.formatHex(branchQualifier);
    }
}

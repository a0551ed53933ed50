package io.postrider.ra;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A global transaction as a transaction manager leads it, without a log. Used by one thread. */
public final class FakeTransaction {
    /** A branch of it, or the same one with another resource of the same resource manager. */
    private record Branch(XAResource resource, Xid xid, boolean joined) {
    }

    /** A name of a branch. */
    public record TestXid(byte[] getGlobalTransactionId, byte[] getBranchQualifier) implements Xid {
        @Override
        public int getFormatId() {
            return 77;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return getGlobalTransactionId.clone();
        }

        @Override
        public byte[] getBranchQualifier() {
            return getBranchQualifier.clone();
        }

        /** Whether that one, of whatever class, names the same branch. */
        public boolean names(Xid other) {
            return other.getFormatId() == 77 && java.util.Arrays.equals(other.getGlobalTransactionId(), getGlobalTransactionId)
                    && java.util.Arrays.equals(other.getBranchQualifier(), getBranchQualifier);
        }
    }

    private final byte[] global = bytes(UUID.randomUUID());
    private final List<Branch> branches = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private boolean ended;

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
    }

    /** As a server does with the first connection that an application gets within it. */
    public void enlist(XAResource resource) throws XAException {
        for (Branch branch : branches) {
            if (branch.resource == resource) {
                return;
            }
        }
        for (Branch branch : branches) {
            if (branch.resource.isSameRM(resource)) {
                resource.start(branch.xid, XAResource.TMJOIN);
                branches.add(new Branch(resource, branch.xid, true));
                return;
            }
        }
        TestXid xid = new TestXid(global, new byte[] {(byte) branches.size()});
        resource.start(xid, XAResource.TMNOFLAGS);
        branches.add(new Branch(resource, xid, false));
    }

    public int branches() {
        return (int) branches.stream().filter(branch -> !branch.joined).count();
    }

    public TestXid xid() {
        return (TestXid) branches.get(0).xid;
    }

    /** However it ends. */
    public void afterwards(Runnable given) {
        afterwards.add(given);
    }

    private void over() {
        afterwards.forEach(Runnable::run);
        afterwards.clear();
    }

    /** Of all branches, whatever becomes of one of them. */
    private void end(int flags) throws XAException {
        XAException failure = null;
        if (!ended) {
            ended = true;
            for (Branch branch : branches) {
                try {
                    branch.resource.end(branch.xid, flags);
                } catch (XAException e) {
                    failure = failure == null ? e : failure;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** One phase if there is one branch. @throws XAException if it was rolled back, or nobody knows */
    public void commit() throws XAException {
        try {
            if (branches() == 1) {
                endForCommit();
                branches.get(0).resource.commit(branches.get(0).xid, true);
            } else {
                for (Branch branch : prepareAll()) {
                    branch.resource.commit(branch.xid, false);
                }
            }
        } finally {
            over();
        }
    }

    private void endForCommit() throws XAException {
        try {
            end(XAResource.TMSUCCESS);
        } catch (XAException e) {
            try {
                undo();
            } catch (XAException undone) {
                e.addSuppressed(undone);
            }
            throw e;
        }
    }

    /** And no more, as if the server were lost then. */
    public void prepare() throws XAException {
        prepareAll();
    }

    private List<Branch> prepareAll() throws XAException {
        endForCommit();
        List<Branch> prepared = new ArrayList<>();
        for (Branch branch : branches) {
            if (!branch.joined && branch.resource.prepare(branch.xid) == XAResource.XA_OK) {
                prepared.add(branch);
            }
        }
        return prepared;
    }

    public void rollback() throws XAException {
        try {
            try {
                end(XAResource.TMFAIL);
            } catch (XAException e) {
                if (e.errorCode < XAException.XA_RBBASE || e.errorCode > XAException.XA_RBEND) {
                    throw e;
                }
            }
            undo();
        } finally {
            over();
        }
    }

    private void undo() throws XAException {
        for (Branch branch : branches) {
            if (!branch.joined) {
                branch.resource.rollback(branch.xid);
            }
        }
    }
}

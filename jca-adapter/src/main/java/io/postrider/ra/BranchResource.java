package io.postrider.ra;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * What a server gets as the XAResource of a session, where sessions of several connections may join one branch. A transaction manager has to
 * end the work of each before the branch is rolled back; some, as that of GlassFish, end only that of the first, and the broker would refuse.
 * So what is left is ended here. Threads as in the client: any, one at a time.
 */
public final class BranchResource implements XAResource {
    /** Who works in which branch: of all adapters of this class loader, since a transaction may use several. Bounded by the sessions. */
    private static final Map<Branch, Set<BranchResource>> WORKING = new ConcurrentHashMap<>();

    private record Branch(int format, ByteBuffer global, ByteBuffer qualifier) {
        static Branch of(Xid xid) {
            return new Branch(xid.getFormatId(), ByteBuffer.wrap(xid.getGlobalTransactionId()), ByteBuffer.wrap(xid.getBranchQualifier()));
        }
    }

    private final XAResource session;
    private final Set<Branch> branches = ConcurrentHashMap.newKeySet();
    /** Which the transaction manager may still want to end. */
    private volatile Branch endedByRollback;
    /** Which it has begun last, and what became of that. */
    private volatile Branch last;
    private volatile boolean rolledBack;

    /** @param session the resource of a session of the client */
    public BranchResource(XAResource session) {
        this.session = session;
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        session.start(xid, flags);
        Branch begun = Branch.of(xid);
        last = begun;
        rolledBack = false;
        branches.add(begun);
        WORKING.compute(begun, (branch, before) -> {
            Set<BranchResource> working = before == null ? ConcurrentHashMap.newKeySet() : before;
            working.add(this);
            return working;
        });
    }

    /** Nothing to do if the rollback of the branch has done it. */
    @Override
    public void end(Xid xid, int flags) throws XAException {
        Branch branch = Branch.of(xid);
        if (branch.equals(endedByRollback)) {
            endedByRollback = null;
            return;
        }
        if (flags != TMSUSPEND) {
            leave(branch);
        }
        try {
            session.end(xid, flags);
        } catch (XAException e) {
            throw noted(xid, e);
        }
    }

    /** Whether the session works in a branch now, so that nothing is done outside of one. */
    public boolean isInBranch() {
        return !branches.isEmpty();
    }

    /** Whether the branch that it began last came to nothing, as far as it was told. */
    public boolean isRolledBack() {
        return rolledBack;
    }

    private void undone(Branch branch) {
        if (branch.equals(last)) {
            rolledBack = true;
        }
    }

    private XAException noted(Xid xid, XAException e) {
        if (isRollback(e)) {
            undone(Branch.of(xid));
        }
        return e;
    }

    private static boolean isRollback(XAException e) {
        return e.errorCode >= XAException.XA_RBBASE && e.errorCode <= XAException.XA_RBEND;
    }

    /** The session is gone, and with it its work in branches that nobody has ended. */
    public void close() {
        branches.forEach(this::leave);
    }

    private void leave(Branch left) {
        branches.remove(left);
        WORKING.computeIfPresent(left, (branch, working) -> {
            working.remove(this);
            return working.isEmpty() ? null : working;
        });
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        Branch branch = Branch.of(xid);
        undone(branch);
        for (BranchResource each : List.copyOf(WORKING.getOrDefault(branch, Set.of()))) {
            each.leave(branch);
            each.undone(branch);
            each.endedByRollback = branch;
            try {
                each.session.end(xid, TMFAIL);
            } catch (XAException e) {
                if (!isRollback(e)) {
                    throw e;
                }
                // it is to be rolled back, which follows
            }
        }
        session.rollback(xid);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        try {
            return session.prepare(xid);
        } catch (XAException e) {
            throw noted(xid, e);
        }
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        try {
            session.commit(xid, onePhase);
        } catch (XAException e) {
            throw noted(xid, e);
        }
    }

    @Override
    public void forget(Xid xid) throws XAException {
        session.forget(xid);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return session.recover(flags);
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        if (other instanceof BranchResource ours) {
            return session.isSameRM(ours.session) || ours.session.isSameRM(session);
        }
        return session.isSameRM(other);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return session.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return session.setTransactionTimeout(seconds);
    }

    @Override
    public String toString() {
        return "BranchResource[" + session + "]";
    }
}

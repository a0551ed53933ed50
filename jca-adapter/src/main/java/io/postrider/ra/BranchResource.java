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
    private static final Map<Branch, Work> WORKING = new ConcurrentHashMap<>();

    /** In one branch, of those whose sessions are in it at the same time. */
    private static final class Work {
        private final Branch branch;
        private final Set<BranchResource> working = ConcurrentHashMap.newKeySet();
        /** As far as any of them was told: a transaction manager tells it to one. */
        private volatile boolean rolledBack;

        private Work(Branch branch) {
            this.branch = branch;
        }
    }

    private record Branch(int format, ByteBuffer global, ByteBuffer qualifier) {
        static Branch of(Xid xid) {
            return new Branch(xid.getFormatId(), ByteBuffer.wrap(xid.getGlobalTransactionId()), ByteBuffer.wrap(xid.getBranchQualifier()));
        }
    }

    private final XAResource session;
    private final Set<Branch> branches = ConcurrentHashMap.newKeySet();
    /** Which the transaction manager may still want to end. */
    private volatile Branch endedByRollback;
    /** That it has begun last, or joined; null before. */
    private volatile Work last;

    /** @param session the resource of a session of the client */
    public BranchResource(XAResource session) {
        this.session = session;
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        session.start(xid, flags);
        Branch begun = Branch.of(xid);
        branches.add(begun);
        last = WORKING.compute(begun, (branch, before) -> {
            Work work = before == null ? new Work(branch) : before;
            work.working.add(this);
            return work;
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

    /** Whether the branch that it worked in last came to nothing, as far as those were told that worked in it. */
    public boolean isRolledBack() {
        Work work = last;
        return work != null && work.rolledBack;
    }

    private void undone(Branch branch) {
        Work work = last;
        if (work != null && work.branch.equals(branch)) {
            work.rolledBack = true;
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
        WORKING.computeIfPresent(left, (branch, work) -> {
            work.working.remove(this);
            return work.working.isEmpty() ? null : work;
        });
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        Branch branch = Branch.of(xid);
        undone(branch);
        Work work = WORKING.get(branch);
        for (BranchResource each : work == null ? List.<BranchResource>of() : List.copyOf(work.working)) {
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

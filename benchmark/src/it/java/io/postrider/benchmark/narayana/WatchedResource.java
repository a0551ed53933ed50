package io.postrider.benchmark.narayana;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A resource of somebody else's that says what its transaction manager asks of it. Threads as those of the other one. */
final class WatchedResource implements XAResource {
    /** What is asked, as far as it moves a branch on. */
    enum Call {
        START, JOIN, RESUME, SUSPEND, END, PREPARE, COMMIT, COMMIT_ONE_PHASE, ROLLBACK
    }

    /** Called around each call; the end of a call that threw is not seen. */
    interface Watch {
        default void before(Call call) {
        }

        default void after(Call call) {
        }
    }

    private final XAResource watched;
    private final Watch watch;

    WatchedResource(XAResource watched, Watch watch) {
        this.watched = watched;
        this.watch = watch;
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        Call call = flags == TMJOIN ? Call.JOIN : flags == TMRESUME ? Call.RESUME : Call.START;
        watch.before(call);
        watched.start(xid, flags);
        watch.after(call);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        Call call = flags == TMSUSPEND ? Call.SUSPEND : Call.END;
        watch.before(call);
        watched.end(xid, flags);
        watch.after(call);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        watch.before(Call.PREPARE);
        int vote = watched.prepare(xid);
        watch.after(Call.PREPARE);
        return vote;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        Call call = onePhase ? Call.COMMIT_ONE_PHASE : Call.COMMIT;
        watch.before(call);
        watched.commit(xid, onePhase);
        watch.after(call);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        watch.before(Call.ROLLBACK);
        watched.rollback(xid);
        watch.after(Call.ROLLBACK);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        watched.forget(xid);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return watched.recover(flags);
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        return watched.isSameRM(other instanceof WatchedResource resource ? resource.watched : other);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return watched.getTransactionTimeout();
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return watched.setTransactionTimeout(seconds);
    }

    @Override
    public String toString() {
        return watched.toString();
    }
}

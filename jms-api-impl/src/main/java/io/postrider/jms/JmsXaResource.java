package io.postrider.jms;

import io.postrider.jms.client.BranchAnswer;
import io.postrider.jms.client.BranchClient;
import io.postrider.jms.client.BrokerFailure;
import io.postrider.jms.client.LinkLost;
import io.postrider.jms.client.Waiting;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.message.XidImpl;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The resource manager's side of a session for a transaction manager (specification 6.2.13; XA specification, chapter 3). Any thread,
 * one at a time. What ends a branch works for every branch of the broker, over whatever session, and also when the session is closed.
 *
 * <p>While there is no connection to the broker a new branch, the commit of a prepared one and a rollback wait for one; every other call
 * throws XAER_RMFAIL, and nothing has changed. A call that the broker has not answered within the request timeout, be it because there was
 * no link, throws it too; what became of that, the broker knows. The commit of a prepared branch throws XA_RETRY instead, as long as the
 * connection may come back.
 */
final class JmsXaResource implements XAResource {
    /** As {@link XAResource#TMNOFLAGS} to TMENDRSCAN in sum: what a recover may say. */
    private static final int SCAN_FLAGS = TMSTARTRSCAN | TMENDRSCAN;

    private final JmsSession session;
    private final BranchClient branches;
    private final Waiting waiting;
    private final String user;
    private volatile int timeoutSeconds;
    /** Whose commit was not answered, and whose transaction manager was told to repeat it. */
    private volatile XidImpl toRepeat;
    /** Which went with its link, as its transaction manager was told. */
    private volatile XidImpl undone;

    JmsXaResource(JmsSession session) {
        OpenConnection open = session.connection().open();
        this.session = session;
        this.branches = open.client().branches();
        // not the session's own, which ends with it
        this.waiting = open.waiting();
        this.user = open.user();
    }

    // --- working in a branch

    @Override
    public void start(Xid xid, int flags) throws XAException {
        StartFlag flag = switch (flags) {
            case TMNOFLAGS -> StartFlag.NEW;
            case TMJOIN -> StartFlag.JOIN;
            case TMRESUME -> StartFlag.RESUME;
            default -> throw failure(XAException.XAER_INVAL, "start with flags 0x" + Integer.toHexString(flags) + "; expected TMNOFLAGS, TMJOIN or TMRESUME", null);
        };
        XidImpl branch = xid(xid);
        if (session.isClosed()) {
            throw failure(XAException.XAER_RMFAIL, "the session of this resource is closed, and begins no work in " + branch, null);
        }
        CompletableFuture<BranchAnswer> starting = branches.start(session.state(), branch, flag, TimeUnit.SECONDS.toMillis(timeoutSeconds));
        try {
            require(answer(starting, "starting", branch));
        } catch (XAException e) {
            // one that comes after all must not leave the session in a branch that nobody knows of, nor the branch at the broker
            starting.thenAccept(late -> {
                if (late.isOk() && branch.equals(session.state().branch())) {
                    branches.end(session.state(), branch, EndFlag.FAIL).thenRun(() -> branches.rollback(null, branch));
                }
            });
            throw e;
        }
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        EndFlag flag = switch (flags) {
            case TMSUCCESS -> EndFlag.SUCCESS;
            case TMFAIL -> EndFlag.FAIL;
            case TMSUSPEND -> EndFlag.SUSPEND;
            default -> throw failure(XAException.XAER_INVAL, "end with flags 0x" + Integer.toHexString(flags) + "; expected TMSUCCESS, TMFAIL or TMSUSPEND", null);
        };
        XidImpl branch = xid(xid);
        if (!session.isClosed()) {
            awaitCompletions(branch);
        }
        boolean working = branch.equals(session.state().branch());
        BrokerFailure lost = session.state().branchLost(branch);
        if (lost != null) {
            leave(branch);
            endWaits(working);
            undone = branch;
            throw failure(XAException.XA_RBCOMMFAIL, branch + ": " + lost.getMessage(), lost);
        }
        CompletableFuture<BranchAnswer> ending = branches.end(session.state(), branch, flag);
        endWaits(working);
        try {
            require(answer(ending, "ending the work in", branch));
        } finally {
            session.acknowledgement().endBranch();
        }
    }

    /** @param working whether the session worked in what has ended */
    private void endWaits(boolean working) {
        if (working) {
            session.consumers().endWaits();
        }
    }

    /** Asynchronous sends belong to the branch that they were called in, and their callbacks may send more. */
    private void awaitCompletions(XidImpl branch) throws XAException {
        try {
            session.callbacks().requireNotCompleting("end the work in a branch");
            session.callbacks().awaitCompletions(null);
        } catch (JMSException e) {
            throw failure(XAException.XAER_PROTO, branch + ": " + e.getMessage(), e);
        }
    }

    /** The branch went with its link; what was handed over after that comes again. */
    private void leave(XidImpl branch) {
        session.state().leaveBranch(branch);
        try {
            if (!session.isClosed() && !session.acknowledgement().handedOver().isEmpty()) {
                session.recoverHandedOver();
            }
        } catch (JMSException e) {
            // the link is lost again, and what was handed over went back with it
            session.acknowledgement().endBranch();
        }
        session.acknowledgement().endBranch();
    }

    // --- ending a branch

    @Override
    public int prepare(Xid xid) throws XAException {
        XidImpl branch = xid(xid);
        BranchAnswer answer = answer(branches.prepare(branch), "preparing", branch);
        if (answer.code() == XaCode.RDONLY) {
            return XA_RDONLY;
        }
        require(answer);
        return XA_OK;
    }

    /**
     * What is prepared stays so until it is committed. XAER_RMFAIL does not say that to each transaction manager: that of GlassFish would forget
     * the branch, take its transaction for committed, and roll the branch back when the server starts again. In one phase XA knows no XA_RETRY.
     * When the commit is repeated the first one may have been carried out meanwhile: then the branch is gone, as it should be.
     */
    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        XidImpl branch = xid(xid);
        if (onePhase) {
            require(answer(branches.commitOnePhase(session.isClosed() ? null : session.state(), branch), "committing", branch));
            return;
        }
        boolean again = branch.equals(toRepeat);
        toRepeat = branch; // until there is an answer
        BranchAnswer answer = answer(branches.commit(branch), "committing", branch, XAException.XA_RETRY);
        toRepeat = null;
        if (!again || answer.code() != XaCode.NOTA) {
            require(answer);
        }
    }

    /** What the session has prefetched goes back too, if it works in no other branch, so that the order stays (specification 6.2.10). */
    @Override
    public void rollback(Xid xid) throws XAException {
        XidImpl branch = xid(xid);
        boolean named = !session.isClosed() && !session.state().isInBranch();
        CompletableFuture<BranchAnswer> rollingBack = branches.rollback(named ? session.state() : null, branch);
        session.consumers().discardBefore(session.state().generation());
        // with the answer, also with one that comes too late for whoever asked
        rollingBack.thenAccept(answer -> {
            if (answer.reset()) {
                session.consumers().discardBefore(session.state().generation());
                session.consumers().restart();
            }
        });
        if (branch.equals(undone)) {
            undone = null;
            return; // the broker is told when there is a link, and nobody need wait for that
        }
        BranchAnswer answer = answer(rollingBack, "rolling back", branch);
        if (!answer.code().isRollback()) {
            require(answer);
        }
    }

    @Override
    public void forget(Xid xid) throws XAException {
        XidImpl branch = xid(xid);
        require(answer(branches.forget(branch), "forgetting", branch));
    }

    /** A scan begins and ends with its first call, which gives all there is. */
    @Override
    public Xid[] recover(int flags) throws XAException {
        if ((flags & ~SCAN_FLAGS) != 0) {
            throw failure(XAException.XAER_INVAL, "recover with flags 0x" + Integer.toHexString(flags)
                    + "; expected TMSTARTRSCAN, TMENDRSCAN, both or TMNOFLAGS", null);
        }
        if ((flags & TMSTARTRSCAN) == 0) {
            return new Xid[0];
        }
        List<XidImpl> found = answer(branches.recover(), "recovering branches of", null);
        return found.toArray(new Xid[0]);
    }

    // --- what it is

    /** Of one broker and one user: sessions of any connection of theirs may join and end a branch, and to others the broker hides it. */
    @Override
    public boolean isSameRM(XAResource other) {
        return other instanceof JmsXaResource resource && branches.nodeId().equals(resource.branches.nodeId()) && Objects.equals(user, resource.user);
    }

    @Override
    public int getTransactionTimeout() {
        return timeoutSeconds;
    }

    /** Of branches that begin from now on, until they are prepared; 0 for the broker's default. */
    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw failure(XAException.XAER_INVAL, "a transaction timeout of " + seconds + " s; expected 0 for the broker's default, or more", null);
        }
        timeoutSeconds = seconds;
        return true;
    }

    @Override
    public String toString() {
        return "JmsXaResource[node " + branches.nodeId() + ", session " + session.state().id() + "]";
    }

    // --- answers

    private static XidImpl xid(Xid xid) throws XAException {
        if (xid == null) {
            throw failure(XAException.XAER_INVAL, "an Xid cannot be null", null);
        }
        try {
            return XidImpl.of(xid);
        } catch (IllegalArgumentException e) {
            throw failure(XAException.XAER_INVAL, "no Xid: " + e.getMessage(), e);
        }
    }

    private <T> T answer(CompletableFuture<T> asked, String action, XidImpl branch) throws XAException {
        return answer(asked, action, branch, XAException.XAER_RMFAIL);
    }

    /** @param later code for a failure that the next call over this connection may not meet */
    private <T> T answer(CompletableFuture<T> asked, String action, XidImpl branch, int later) throws XAException {
        String what = action + (branch == null ? " the broker" : " branch " + branch);
        try {
            // also where the link is lost meanwhile: a transaction manager holds other branches while it waits
            return waiting.within(asked, waiting.requestTimeoutMs());
        } catch (LinkLost e) {
            throw failure(later, what + ": " + e.getMessage(), e);
        } catch (BrokerFailure e) {
            throw failure(XAException.XAER_RMFAIL, what + ": " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw failure(later, what + ": the broker did not answer within " + waiting.requestTimeoutMs() + " ms", e);
        } catch (JMSException e) {
            throw failure(later, what + ": " + e.getMessage(), e);
        }
    }

    private static void require(BranchAnswer answer) throws XAException {
        if (!answer.isOk()) {
            throw failure(answer.code().number(), answer.code() + ": " + answer.detail(), null);
        }
    }

    private static XAException failure(int code, String detail, Throwable cause) {
        XAException failure = new XAException(detail);
        failure.errorCode = code;
        failure.initCause(cause);
        return failure;
    }
}

package io.postrider.broker.core;

import io.postrider.broker.core.BranchState.Operation;
import io.postrider.broker.store.BranchRecord;
import io.postrider.transport.frame.Decision;
import io.postrider.transport.frame.DecideBranch;
import io.postrider.transport.frame.Done;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.frame.XaCommit;
import io.postrider.transport.frame.XaEnd;
import io.postrider.transport.frame.XaForget;
import io.postrider.transport.frame.XaPrepare;
import io.postrider.transport.frame.XaRecover;
import io.postrider.transport.frame.XaRecovered;
import io.postrider.transport.frame.XaResult;
import io.postrider.transport.frame.XaRollback;
import io.postrider.transport.frame.XaStart;
import io.postrider.transport.message.XidImpl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The branches of global transactions and what is asked of them, by the table of {@link BranchState} (XA specification, chapters 3
 * and 6). A branch belongs to its user: to others, but for administrators, it does not exist. Owned by the core's thread.
 */
final class Branches {
    /** Branches in one answer to a recover. */
    private static final int RECOVERED_MAX = 500;

    /** Who waits for an answer: the link that asked, which another one may have replaced by then. */
    private record Asked(ServerConnection connection, Peer peer, long request) {
    }

    private final CoreContext context;
    private final Transactions transactions;
    private final Redelivery redelivery;
    private final Map<XidImpl, Branch> byXid = new HashMap<>();
    private final TreeMap<Long, Branch> byId = new TreeMap<>();

    Branches(CoreContext context, Transactions transactions, Redelivery redelivery) {
        this.context = context;
        this.transactions = transactions;
        this.redelivery = redelivery;
    }

    void load(Branch branch) {
        byXid.put(branch.xid(), branch);
        byId.put(branch.id(), branch);
    }

    Collection<Branch> all() {
        return byId.values();
    }

    // --- what transaction managers ask

    void start(ServerSession session, XaStart frame) {
        ServerConnection connection = session.connection();
        Asked by = new Asked(connection, connection.peer(), frame.requestId());
        Operation operation = switch (frame.flag()) {
            case NEW -> Operation.START_NEW;
            case JOIN -> Operation.START_JOIN;
            case RESUME -> Operation.START_RESUME;
        };
        // an xid of another user's branch is taken as well
        Branch branch = operation == Operation.START_NEW ? byXid.get(frame.xid()) : find(connection, frame.xid());
        if (refuses(by, branch, frame.xid(), operation)) {
            return;
        }
        if (session.branch() != null) {
            answer(by, XaCode.PROTO, 0, "session " + session.id() + " works in " + session.branch().name() + " already");
            return;
        }
        boolean suspended = branch != null && branch.workers().containsKey(session);
        if (suspended != (operation == Operation.START_RESUME)) {
            answer(by, XaCode.PROTO, 0, "session " + session.id() + " has " + (suspended ? "" : "not ") + "suspended its work in "
                    + branch(frame.xid()) + ", and would " + frame.flag());
            return;
        }
        if (branch == null) {
            if (byId.size() >= context.settings.branchesMax()) {
                answer(by, XaCode.RMERR, 0, "the broker has " + byId.size() + " branches, as many as it may; end some, or raise branchesMax");
                return;
            }
            long timeoutMs = frame.timeoutMs() == 0 ? context.settings.branchTimeoutMs() : Math.min(frame.timeoutMs(), Long.MAX_VALUE - context.nowMs());
            branch = new Branch(context, frame.xid(), connection, context.nowMs() + timeoutMs);
            load(branch);
        }
        branch.begin(session);
        answer(by, XaCode.OK, branch.id(), "");
    }

    void end(ServerSession session, XaEnd frame) {
        ServerConnection connection = session.connection();
        Asked by = new Asked(connection, connection.peer(), frame.requestId());
        Branch branch = find(connection, frame.xid());
        Operation operation = switch (frame.flag()) {
            case SUCCESS -> Operation.END_SUCCESS;
            case FAIL -> Operation.END_FAIL;
            case SUSPEND -> Operation.END_SUSPEND;
        };
        XaCode code = state(branch).answer(operation);
        Boolean working = branch == null ? null : branch.workers().get(session);
        if (code == XaCode.OK && (working == null || frame.flag() == EndFlag.SUSPEND && !working)) {
            answer(by, XaCode.PROTO, 0, "session " + session.id() + (working == null ? " does not work in " : " has suspended its work in ")
                    + branch.name());
            return;
        }
        if (working != null && (code == XaCode.OK || code == XaCode.RBROLLBACK)) {
            if (frame.flag() == EndFlag.SUSPEND && code == XaCode.OK) {
                branch.suspend(session);
            } else {
                branch.end(session);
            }
        }
        if (refuses(by, branch, frame.xid(), operation, code)) {
            return;
        }
        if (frame.flag() == EndFlag.FAIL) {
            branch.doom(XaCode.RBROLLBACK, "its application said that its work had failed");
        }
        answer(by, XaCode.OK, 0, "");
    }

    void prepare(ServerConnection connection, XaPrepare frame) {
        Asked by = new Asked(connection, connection.peer(), frame.requestId());
        whenComplete(by, frame.xid(), branch -> prepare(by, frame, branch));
    }

    private void prepare(Asked by, XaPrepare frame, Branch branch) {
        if (frame.again() && branch != null && branch.isInDoubt()) {
            answer(by, XaCode.OK, 0, "");
            return;
        }
        if (refuses(by, branch, frame.xid(), Operation.PREPARE)) {
            if (state(branch) == BranchState.ROLLBACK_ONLY) {
                over(branch);
            }
            return;
        }
        if (!branch.hasWorked()) {
            over(branch);
            answer(by, XaCode.RDONLY, 0, "");
            return;
        }
        transactions.prepare(branch, () -> answer(by, XaCode.OK, 0, ""), () -> {
            refuses(by, branch, frame.xid(), Operation.PREPARE);
            over(branch);
        });
    }

    void commit(ServerConnection connection, XaCommit frame, ServerSession session) {
        Asked by = new Asked(connection, connection.peer(), frame.requestId());
        whenComplete(by, frame.xid(), branch -> commit(by, frame, session, branch));
    }

    private void commit(Asked by, XaCommit frame, ServerSession session, Branch branch) {
        if (refuses(by, branch, frame.xid(), frame.onePhase() ? Operation.COMMIT_ONE_PHASE : Operation.COMMIT)) {
            if (frame.onePhase() && state(branch) == BranchState.ROLLBACK_ONLY) {
                over(branch);
            }
            ended(session, frame.transaction(), false);
            return;
        }
        transactions.commit(branch, () -> {
            // nothing that happens to them changes it any more
            branch.endAll();
            ended(session, frame.transaction(), true);
            if (session != null) {
                session.applying(branch);
            }
        }, () -> {
            over(branch);
            if (session != null) {
                session.applied(branch);
            }
            answer(by, XaCode.OK, 0, "");
        }, () -> {
            ended(session, frame.transaction(), false);
            refuses(by, branch, frame.xid(), Operation.COMMIT_ONE_PHASE);
            over(branch);
        });
    }

    private static void ended(ServerSession session, long transaction, boolean committed) {
        if (session != null) {
            session.endedBranch(transaction, committed);
        }
    }

    /** @param session whose prefetched messages go back too, or null */
    void rollback(ServerConnection connection, XaRollback frame, ServerSession session) {
        if (session != null) {
            session.generation(frame.generation());
            redelivery.recover(session, List.of());
            session.consumers().values().forEach(ServerConsumer::resetCredit);
        }
        Asked by = new Asked(connection, connection.peer(), frame.requestId());
        whenComplete(by, frame.xid(), branch -> {
            if (!refuses(by, branch, frame.xid(), Operation.ROLLBACK)) {
                over(branch);
                answer(by, XaCode.OK, 0, "");
            }
        });
    }

    void forget(ServerConnection connection, XaForget frame) {
        Asked by = new Asked(connection, connection.peer(), frame.requestId());
        whenComplete(by, frame.xid(), branch -> {
            if (!refuses(by, branch, frame.xid(), Operation.FORGET)) {
                over(branch);
                answer(by, XaCode.OK, 0, "");
            }
        });
    }

    /** Those that are prepared or decided: nothing that is told may be undone by a crash. */
    void recover(ServerConnection connection, XaRecover frame) {
        List<XidImpl> found = new ArrayList<>();
        long last = 0;
        for (Branch branch : byId.tailMap(frame.after(), false).values()) {
            if (branch.isUnprepared() || branch.isCommitting() || !isOf(connection, branch)) {
                continue;
            }
            if (found.size() == RECOVERED_MAX) {
                context.outbox.send(connection.peer(), new XaRecovered(frame.requestId(), last, found), context.outbox.openNumber());
                return;
            }
            found.add(branch.xid());
            last = branch.id();
        }
        context.outbox.send(connection.peer(), new XaRecovered(frame.requestId(), 0, found), context.outbox.openNumber());
    }

    // --- what an operator decides

    /** @throws Refusal if it cannot be done */
    void decide(ServerConnection connection, DecideBranch frame) {
        Asked by = new Asked(connection, connection.peer(), frame.requestId());
        decidable(frame).whenComplete(() -> {
            try {
                decide(by, frame, decidable(frame));
            } catch (Refusal refusal) {
                // it has ended meanwhile
                context.outbox.send(by.peer, new Failure(by.request, refusal.code(), refusal.detail()), context.outbox.openNumber());
            }
        });
    }

    private Branch decidable(DecideBranch frame) {
        Branch branch = byId.get(frame.branch());
        if (branch == null || branch.isUnprepared()) {
            throw new Refusal(ErrorCode.TRANSACTION_UNKNOWN, branch == null ? "there is no branch " + frame.branch()
                    : "branch " + frame.branch() + " is not prepared; it ends with its connection or at its time");
        }
        if (branch.isInDoubt() == (frame.decision() == Decision.FORGET)) {
            throw new Refusal(ErrorCode.TRANSACTION_UNKNOWN, "branch " + frame.branch() + " is " + branch.state()
                    + (branch.isInDoubt() ? "; commit it or roll it back before it is forgotten" : " already, and can only be forgotten"));
        }
        return branch;
    }

    private void decide(Asked by, DecideBranch frame, Branch branch) {
        String administrator = by.connection.user();
        Runnable done = () -> context.outbox.send(by.peer, new Done(by.request, 0), context.outbox.openNumber());
        context.notices.say("the user '" + administrator + "' decides on branch " + branch.id() + " (" + branch.xid() + "): " + frame.decision());
        if (frame.decision() == Decision.FORGET) {
            over(branch);
            done.run();
            return;
        }
        branch.decidedBy(administrator);
        if (frame.decision() == Decision.ROLLBACK) {
            transactions.undo(branch);
            branch.form(BranchRecord.Form.ROLLED_BACK);
            done.run();
        } else {
            transactions.commit(branch, () -> { }, () -> {
                branch.form(BranchRecord.Form.COMMITTED);
                done.run();
            }, () -> { });
        }
    }

    // --- what ends them otherwise

    /** A session closes: what it worked in cannot be completed. */
    void close(ServerSession session) {
        for (Branch branch : List.copyOf(session.branches())) {
            branch.end(session);
            branch.doom(XaCode.RBROLLBACK, "its session was closed while it worked in the branch");
            transactions.undo(branch);
        }
    }

    /** A link is lost: sends of its sessions may be missing. */
    void lost(ServerConnection connection) {
        for (Branch branch : List.copyOf(connection.branches())) {
            branch.doom(XaCode.RBCOMMFAIL, "a connection that worked in it was lost before it was prepared");
            transactions.undo(branch);
            branch.endAll();
            branch.remembered(context.nowMs() + context.settings.limits().sessionRetentionMs());
        }
    }

    /** Rolls back what has not been prepared in time, and forgets in the end what nobody asked about; reminds of what is in doubt. */
    void look() {
        for (Branch branch : List.copyOf(byId.values())) {
            if (branch.isUnprepared() && branch.untilMs() <= context.nowMs()) {
                timeOut(branch);
            } else if (branch.isInDoubt() && context.nowMs() - branch.changedAtMs() >= context.settings.inDoubtWarningMs() && branch.warn()) {
                context.notices.say("branch " + branch.id() + " (" + branch.xid() + ") of " + branch.client() + " has been prepared for "
                        + (context.nowMs() - branch.changedAtMs()) / 1000 + " s and waits for its transaction manager, with " + branch.sends().size()
                        + " sends and " + branch.acknowledged().size() + " acknowledgements; 'postrider tx show " + branch.id() + "' tells more");
            }
        }
    }

    private void timeOut(Branch branch) {
        if (branch.isRemembered()) {
            over(branch);
            return;
        }
        branch.doom(XaCode.RBTIMEOUT, "it was not prepared within its time");
        transactions.undo(branch);
        branch.endAll();
        branch.remembered(context.nowMs() + context.settings.limits().sessionRetentionMs());
    }

    // --- parts

    /** Runs {@code action} with the branch, or null, when nothing is under way with it; it may be gone by then. */
    private void whenComplete(Asked by, XidImpl xid, Consumer<Branch> action) {
        Branch branch = find(by.connection, xid);
        if (branch == null) {
            action.accept(null);
        } else {
            branch.whenComplete(() -> action.accept(find(by.connection, xid)));
        }
    }

    /** Nobody asks about it any more, and what is left of its work is undone. */
    void over(Branch branch) {
        byXid.remove(branch.xid());
        byId.remove(branch.id());
        transactions.undo(branch);
        branch.endAll();
        branch.deleteRecord();
    }

    private Branch find(ServerConnection connection, XidImpl xid) {
        Branch branch = byXid.get(xid);
        return branch == null || !isOf(connection, branch) ? null : branch;
    }

    private static boolean isOf(ServerConnection connection, Branch branch) {
        return branch.user().equals(connection.user()) || connection.isAdministrator();
    }

    private static BranchState state(Branch branch) {
        return branch == null ? BranchState.NON_EXISTENT : branch.state();
    }

    private boolean refuses(Asked by, Branch branch, XidImpl xid, Operation operation) {
        return refuses(by, branch, xid, operation, state(branch).answer(operation));
    }

    private boolean refuses(Asked by, Branch branch, XidImpl xid, Operation operation, XaCode code) {
        if (code == XaCode.OK) {
            return false;
        }
        if (code == XaCode.RBROLLBACK) {
            answer(by, branch.rollbackCode(), 0, branch.name() + ": " + branch.rollbackOnly().detail());
        } else {
            answer(by, code, 0, branch(xid) + " is " + state(branch) + ", asked for " + operation);
        }
        return true;
    }

    private static String branch(XidImpl xid) {
        return "branch " + xid;
    }

    private void answer(Asked by, XaCode code, long value, String detail) {
        context.outbox.send(by.peer, new XaResult(by.request, code, value, detail), context.outbox.openNumber());
    }
}

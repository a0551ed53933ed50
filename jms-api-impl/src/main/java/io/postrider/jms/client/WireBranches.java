package io.postrider.jms.client;

import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.StartFlag;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A {@link BranchClient} over one link, over when that is. Any thread. */
final class WireBranches implements BranchClient {
    private final WireBrokerClient wire;

    WireBranches(WireBrokerClient wire) {
        this.wire = wire;
    }

    @Override
    public String nodeId() {
        return wire.connection().nodeId();
    }

    @Override
    public CompletableFuture<BranchAnswer> start(SessionState session, XidImpl xid, StartFlag flag, long timeoutMs) {
        return wire.request(id -> new XaStart(id, session.id(), xid, flag, timeoutMs)).thenApply(answer -> {
            XaResult result = (XaResult) answer;
            if (result.code() == XaCode.OK) {
                session.branchBegun(xid, result.value());
            }
            return answer(result);
        });
    }

    @Override
    public CompletableFuture<BranchAnswer> end(SessionState session, XidImpl xid, EndFlag flag) {
        return wire.sessionRequest(id -> session.endBranch(wire.link(), new XaEnd(id, session.id(), xid, flag))).thenApply(WireBranches::answer);
    }

    @Override
    public CompletableFuture<BranchAnswer> prepare(XidImpl xid) {
        return prepare(xid, false);
    }

    CompletableFuture<BranchAnswer> prepare(XidImpl xid, boolean again) {
        return wire.request(id -> new XaPrepare(id, xid, again)).thenApply(WireBranches::answer);
    }

    @Override
    public CompletableFuture<BranchAnswer> commit(XidImpl xid) {
        return wire.request(id -> new XaCommit(id, 0, 0, xid, false)).thenApply(WireBranches::answer);
    }

    @Override
    public CompletableFuture<BranchAnswer> commitOnePhase(SessionState session, XidImpl xid) {
        return session == null ? commitOnePhase(0, 0, xid) : session.onePhaseCommits().next(number -> commitOnePhase(session.id(), number, xid));
    }

    CompletableFuture<BranchAnswer> commitOnePhase(long session, long transaction, XidImpl xid) {
        return wire.request(id -> new XaCommit(id, session, transaction, xid, true)).thenApply(WireBranches::answer);
    }

    /** What became of a commit in one phase that went over an earlier link. */
    CompletableFuture<BranchAnswer> askOutcome(long session, long transaction) {
        return wire.request(id -> new AskOutcome(id, session, transaction)).thenApply(answer -> {
            Outcome outcome = (Outcome) answer;
            return switch (outcome.outcome()) {
                case COMMITTED -> BranchAnswer.OK;
                case ROLLED_BACK -> new BranchAnswer(XaCode.RBCOMMFAIL, outcome.detail());
                case UNKNOWN -> throw new CompletionException(new OutcomeUnknown(LinkLost.because("the broker does not know any more what became of it", null)));
            };
        });
    }

    @Override
    public CompletableFuture<BranchAnswer> rollback(SessionState session, XidImpl xid) {
        int generation = session == null ? SessionState.NO_GENERATION : session.generationForRollback(wire.link());
        boolean named = generation != SessionState.NO_GENERATION;
        return wire.request(id -> new XaRollback(id, named ? session.id() : 0, named ? generation : 0, xid)).thenApply(answer -> {
            XaResult result = (XaResult) answer;
            return new BranchAnswer(result.code(), result.detail(), named);
        });
    }

    @Override
    public CompletableFuture<BranchAnswer> forget(XidImpl xid) {
        return wire.request(id -> new XaForget(id, xid)).thenApply(WireBranches::answer);
    }

    @Override
    public CompletableFuture<List<XidImpl>> recover() {
        return recover(0, new ArrayList<>());
    }

    private CompletableFuture<List<XidImpl>> recover(long after, List<XidImpl> found) {
        return wire.request(id -> new XaRecover(id, after)).thenCompose(answer -> {
            XaRecovered page = (XaRecovered) answer;
            found.addAll(page.branches());
            return page.last() == 0 ? CompletableFuture.completedFuture(found) : recover(page.last(), found);
        });
    }

    private static BranchAnswer answer(Object answer) {
        XaResult result = (XaResult) answer;
        return new BranchAnswer(result.code(), result.detail());
    }
}

package io.postrider.jms.client;

import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.message.XidImpl;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The {@link BranchClient} of a {@link ReconnectingBrokerClient}. What was asked of a branch when a link was lost is repeated, and the
 * broker's answer says what came of the first time: a branch that is gone when its commit or rollback is repeated has had it.
 *
 * <p>While there is no link, what can still succeed waits for one: a new branch, as nothing stands behind it yet, and the commit or
 * rollback of a prepared one, which a transaction manager would otherwise leave to its recovery, for minutes or until it starts again. The
 * rest fails at once, since its work went with the link, or can be done without. Any thread.
 */
final class ReconnectingBranches implements BranchClient {
    private final ReconnectingBrokerClient client;

    ReconnectingBranches(ReconnectingBrokerClient client) {
        this.client = client;
    }

    @Override
    public String nodeId() {
        return client.nodeId();
    }

    @Override
    public CompletableFuture<BranchAnswer> start(SessionState session, XidImpl xid, StartFlag flag, long timeoutMs) {
        if (flag == StartFlag.NEW) {
            return client.mended((wire, again) -> again ? startAnew(wire, session, xid, timeoutMs) : wire.branches().start(session, xid, flag, timeoutMs));
        }
        WireBrokerClient wire = client.current();
        return wire == null ? withoutLink() : wire.branches().start(session, xid, flag, timeoutMs);
    }

    /** The branch may have begun over the earlier link, and was rolled back with that; the broker remembers it until it is told so. */
    private static CompletableFuture<BranchAnswer> startAnew(WireBrokerClient wire, SessionState session, XidImpl xid, long timeoutMs) {
        return wire.branches().rollback(null, xid).thenCompose(undone -> wire.branches().start(session, xid, StartFlag.NEW, timeoutMs));
    }

    @Override
    public CompletableFuture<BranchAnswer> end(SessionState session, XidImpl xid, EndFlag flag) {
        WireBrokerClient wire = client.current();
        return wire == null ? withoutLink() : wire.branches().end(session, xid, flag);
    }

    /** A branch that the broker does not know any more was not prepared, and what it did is undone. */
    @Override
    public CompletableFuture<BranchAnswer> prepare(XidImpl xid) {
        return linked(() -> client.mended((wire, again) -> again
                ? goneMeans(new BranchAnswer(XaCode.RBCOMMFAIL, "the connection was lost before the branch was prepared"), wire.branches().prepare(xid, true))
                : wire.branches().prepare(xid)));
    }

    @Override
    public CompletableFuture<BranchAnswer> commit(XidImpl xid) {
        return client.mended((wire, again) -> again ? goneMeans(BranchAnswer.OK, wire.branches().commit(xid)) : wire.branches().commit(xid));
    }

    @Override
    public CompletableFuture<BranchAnswer> commitOnePhase(SessionState session, XidImpl xid) {
        if (session == null) {
            WireBrokerClient wire = client.current();
            return wire == null ? withoutLink() : wire.branches().commitOnePhase(null, xid);
        }
        return linked(() -> session.onePhaseCommits().next(number -> client.mended((wire, again) -> again ? wire.branches().askOutcome(session.id(), number)
                : wire.branches().commitOnePhase(session.id(), number, xid))));
    }

    /** What the session had prefetched went back with the lost link. */
    @Override
    public CompletableFuture<BranchAnswer> rollback(SessionState session, XidImpl xid) {
        return client.mended((wire, again) -> again ? goneMeans(BranchAnswer.OK, wire.branches().rollback(null, xid))
                : wire.branches().rollback(session, xid));
    }

    @Override
    public CompletableFuture<BranchAnswer> forget(XidImpl xid) {
        return linked(() -> client.mended((wire, again) -> again ? goneMeans(BranchAnswer.OK, wire.branches().forget(xid)) : wire.branches().forget(xid)));
    }

    @Override
    public CompletableFuture<List<XidImpl>> recover() {
        return linked(() -> client.mended((wire, again) -> wire.branches().recover()));
    }

    private static CompletableFuture<BranchAnswer> goneMeans(BranchAnswer meaning, CompletableFuture<BranchAnswer> repeated) {
        return repeated.thenApply(answer -> answer.code() == XaCode.NOTA ? meaning : answer);
    }

    private <T> CompletableFuture<T> linked(Supplier<CompletableFuture<T>> request) {
        return client.current() != null ? request.get() : withoutLink();
    }

    private <T> CompletableFuture<T> withoutLink() {
        return CompletableFuture.failedFuture(client.whyWithoutLink());
    }
}

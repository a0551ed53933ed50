package io.postrider.jms.client;

import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.frame.XaCode;
import io.postrider.transport.message.XidImpl;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The {@link BranchClient} of a {@link ReconnectingBrokerClient}. Starts and ends belong to their link. What was asked of a branch when
 * a link was lost is repeated, and the broker's answer says what came of the first time: a branch that is gone when its commit or
 * rollback is repeated has had it. Any thread.
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
        WireBrokerClient wire = client.current();
        return wire == null ? withoutLink() : wire.branches().start(session, xid, flag, timeoutMs);
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
        return linked(() -> client.mended((wire, again) -> again ? goneMeans(BranchAnswer.OK, wire.branches().commit(xid)) : wire.branches().commit(xid)));
    }

    @Override
    public CompletableFuture<BranchAnswer> commitOnePhase(SessionState session, XidImpl xid) {
        if (session == null) {
            WireBrokerClient wire = client.current();
            return wire == null ? withoutLink() : wire.branches().commitOnePhase(null, xid);
        }
        return linked(() -> {
            long number = session.nextOnePhase();
            return client.mended((wire, again) -> again ? wire.branches().askOutcome(session.id(), number)
                    : wire.branches().commitOnePhase(session.id(), number, xid));
        });
    }

    /** What the session had prefetched went back with the lost link. */
    @Override
    public CompletableFuture<BranchAnswer> rollback(SessionState session, XidImpl xid) {
        return linked(() -> client.mended((wire, again) -> again ? goneMeans(BranchAnswer.OK, wire.branches().rollback(null, xid))
                : wire.branches().rollback(session, xid)));
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

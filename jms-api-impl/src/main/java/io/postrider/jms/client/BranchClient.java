package io.postrider.jms.client;

import io.postrider.transport.frame.EndFlag;
import io.postrider.transport.frame.StartFlag;
import io.postrider.transport.message.XidImpl;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a resource manager's client needs of a broker (XA specification, chapter 3), over one logical connection. Every method is for
 * any thread and returns at once; a future completes with the answer or with a {@link BrokerFailure}, on a thread that must not be
 * blocked. Without a link each fails at once, since a transaction manager decides better than we what to do meanwhile; what the loss of
 * a link meets is brought to a definite answer by the resume.
 */
public interface BranchClient {
    /** Which broker it is: the same one over whatever connection. */
    String nodeId();

    /** From here on, what the session sends and hands over belongs to the branch. */
    CompletableFuture<BranchAnswer> start(SessionState session, XidImpl xid, StartFlag flag, long timeoutMs);

    /** From here on, it does not. */
    CompletableFuture<BranchAnswer> end(SessionState session, XidImpl xid, EndFlag flag);

    CompletableFuture<BranchAnswer> prepare(XidImpl xid);

    CompletableFuture<BranchAnswer> commit(XidImpl xid);

    /** @param session whose record at the broker keeps the outcome; null if it is closed, and a lost link leaves the outcome open */
    CompletableFuture<BranchAnswer> commitOnePhase(SessionState session, XidImpl xid);

    /** @param session whose prefetched messages go back too, in a new delivery generation, or null */
    CompletableFuture<BranchAnswer> rollback(SessionState session, XidImpl xid);

    CompletableFuture<BranchAnswer> forget(XidImpl xid);

    /** All that are prepared or decided. */
    CompletableFuture<List<XidImpl>> recover();
}

package io.postrider.broker.core;

import io.postrider.broker.store.BranchRecord;
import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.TransactionOutcome;

import java.util.List;

/** Ends transactions: all of it, or nothing (specification 6.2.7). Owned by the core's thread. */
final class Transactions {
    private final CoreContext context;
    private final Delayed delayed;
    private final Redelivery redelivery;

    Transactions(CoreContext context, Delayed delayed, Redelivery redelivery) {
        this.context = context;
        this.delayed = delayed;
        this.redelivery = redelivery;
    }

    // --- of sessions

    void commit(ServerSession session, CommitTx frame) {
        if (frame.transaction() <= session.transactionLast()) {
            answer(session, frame.requestId(), frame.transaction());
            return;
        }
        LocalTransaction transaction = session.transaction(frame.transaction());
        Refusal doomed = transaction.rollbackOnly();
        if (doomed != null) {
            // its messages go back with the client's rollback, which names what was handed over
            context.outbox.send(session.connection().peer(), new Outcome(frame.requestId(), session.id(), frame.transaction(),
                    TransactionOutcome.ROLLED_BACK, doomed.code(), doomed.detail()));
            return;
        }
        Peer peer = session.connection().peer();
        commit(transaction, () -> session.committed(transaction), () -> {
            transaction.deleteRecord();
            session.applied(transaction);
            context.outbox.send(peer, new Outcome(frame.requestId(), session.id(), frame.transaction(), TransactionOutcome.COMMITTED,
                    ErrorCode.NORMAL, ""), context.outbox.openNumber());
        }, () -> { });
    }

    void rollback(ServerSession session, RollbackTx frame) {
        LocalTransaction transaction = session.transaction(frame.transaction());
        session.generation(frame.generation());
        undo(transaction);
        session.ended(transaction.number(), false);
        redelivery.rollback(session, frame.handedOver());
        session.consumers().values().forEach(ServerConsumer::resetCredit);
    }

    /** The link is lost, or the session closes: what was not committed is dropped; what was acknowledged goes back with the rest. */
    void abandon(ServerSession session) {
        LocalTransaction transaction = session.transaction();
        if (transaction != null) {
            undo(transaction);
            session.ended(transaction.number(), false);
        }
    }

    /** A client that lost its link during a commit asks what became of it; a commit that never arrived never will. */
    void ask(ServerSession session, AskOutcome frame) {
        Transaction applying = session.applying();
        if (applying != null) {
            Peer peer = session.connection().peer();
            applying.whenComplete(() -> {
                if (session.connection().peer() == peer) {
                    ask(session, frame);
                }
            });
            return;
        }
        if (frame.transaction() > session.transactionLast()) {
            abandon(session);
            session.ended(frame.transaction(), false);
        }
        answer(session, frame.requestId(), frame.transaction());
    }

    private void answer(ServerSession session, long request, long transaction) {
        boolean last = transaction == session.transactionLast();
        TransactionOutcome outcome = !last ? TransactionOutcome.UNKNOWN
                : session.lastCommitted() ? TransactionOutcome.COMMITTED : TransactionOutcome.ROLLED_BACK;
        context.outbox.send(session.connection().peer(), new Outcome(request, session.id(), transaction, outcome,
                outcome == TransactionOutcome.COMMITTED ? ErrorCode.NORMAL : ErrorCode.TRANSACTION_ROLLED_BACK,
                outcome == TransactionOutcome.COMMITTED ? "" : "the connection was lost before the commit arrived"),
                // its last effects may be in the open write set
                outcome == TransactionOutcome.COMMITTED ? Math.max(session.recordedIn(), session.appliedIn()) : 0);
    }

    // --- of any kind

    /** Of an earlier boot, by what is left of it in the store. */
    Ending ending(Transaction transaction, List<Ending.Part> parts) {
        return new Ending(context, delayed, transaction, parts);
    }

    private Ending ending(Transaction transaction) {
        if (transaction.ending() == null) {
            transaction.ending(new Ending(context, delayed, transaction));
        }
        return transaction.ending();
    }

    /**
     * Commits: at once if it is small, in parts otherwise.
     *
     * @param decided   called with the write set from which on it is committed
     * @param then      called with the last write set of its effects
     * @param cancelled called instead if it is undone before it is decided
     */
    void commit(Transaction transaction, Runnable decided, Runnable then, Runnable cancelled) {
        Ending ending = ending(transaction);
        transaction.busy(1);
        if (ending.isSmall()) {
            decided.run();
            finish(transaction, then);
            return;
        }
        ending.store(() -> {
            transaction.form(BranchRecord.Form.COMMITTING);
            decided.run();
            finish(transaction, then);
        }, () -> {
            transaction.busy(-1);
            cancelled.run();
        });
    }

    /** Its decision is stored: what is left of its effects. @param then with the last of them */
    void finish(Transaction transaction, Runnable then) {
        ending(transaction).apply(() -> {
            then.run();
            transaction.busy(-1);
        });
    }

    /** Makes it durable, without effect. */
    void prepare(Branch branch, Runnable then, Runnable cancelled) {
        branch.busy(1);
        ending(branch).store(() -> {
            branch.prepared();
            then.run();
            branch.busy(-1);
        }, () -> {
            branch.busy(-1);
            cancelled.run();
        });
    }

    /** What it has done does not take effect: what it answers for itself goes back, what is staged is dropped. */
    void undo(Transaction transaction) {
        redelivery.rollback(transaction);
        ending(transaction).cancel();
        transaction.done();
    }
}

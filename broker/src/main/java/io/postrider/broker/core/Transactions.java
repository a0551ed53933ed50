package io.postrider.broker.core;

import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.AskOutcome;
import io.postrider.transport.frame.CommitTx;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.RollbackTx;
import io.postrider.transport.frame.TransactionOutcome;

/** Ends local transactions: all of it in one write set, or nothing (specification 6.2.7). Owned by the core's thread. */
final class Transactions {
    private final CoreContext context;
    private final Delayed delayed;
    private final Redelivery redelivery;

    Transactions(CoreContext context, Delayed delayed, Redelivery redelivery) {
        this.context = context;
        this.delayed = delayed;
        this.redelivery = redelivery;
    }

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
        apply(transaction);
        session.ended(frame.transaction(), true);
        context.outbox.send(session.connection().peer(), new Outcome(frame.requestId(), session.id(), frame.transaction(),
                TransactionOutcome.COMMITTED, ErrorCode.NORMAL, ""), context.outbox.openNumber());
    }

    /** Everything takes effect, in the open write set. */
    void apply(Transaction transaction) {
        for (Entry entry : transaction.acknowledged()) {
            if (entry.state == Entry.State.HELD) {
                entry.inTransaction = false;
                transaction.letGo(entry);
                entry.lane.remove(entry);
            }
        }
        transaction.acknowledged().clear();
        for (Transaction.StagedSend send : transaction.sends()) {
            enter(send.destination(), send.message(), send);
        }
        transaction.sends().clear();
    }

    private void enter(Destination destination, StoredMessage message, Transaction.StagedSend send) {
        if (destination.isDeleted()) {
            context.bodies.release(message);
            return;
        }
        if (!destination.stores(message)) {
            // a prepared branch held its body, and nothing stored does from now on
            context.bodies.disown(message);
        }
        if (send.dueMs() > context.nowMs()) {
            delayed.put(destination, message, send.dueMs());
        } else {
            destination.enter(message, send.loaded());
        }
    }

    void rollback(ServerSession session, RollbackTx frame) {
        LocalTransaction transaction = session.transaction(frame.transaction());
        session.generation(frame.generation());
        drop(session, transaction);
        redelivery.rollback(session, frame.handedOver());
        session.consumers().values().forEach(ServerConsumer::resetCredit);
    }

    /** The link is lost, or the session closes: what was not committed is dropped; what was acknowledged goes back with the rest. */
    void abandon(ServerSession session) {
        if (session.transaction() != null) {
            drop(session, session.transaction());
        }
    }

    private static void drop(ServerSession session, LocalTransaction transaction) {
        transaction.dropSends();
        session.ended(transaction.number(), false);
    }

    /** A client that lost its link during a commit asks what became of it; a commit that never arrived never will. */
    void ask(ServerSession session, AskOutcome frame) {
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
                outcome == TransactionOutcome.COMMITTED ? session.recordedIn() : 0);
    }
}

package io.postrider.jms;

import io.postrider.jms.ack.Acknowledgement;
import io.postrider.jms.client.BrokerClient;
import io.postrider.jms.client.BrokerFailure;
import io.postrider.jms.client.CommitResult;
import io.postrider.jms.client.ConnectionLost;
import io.postrider.jms.client.SessionClosed;
import io.postrider.jms.client.SessionState;
import io.postrider.jms.client.Waiting;
import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeoutException;

/**
 * What one session has done and not finished: taken back by recover and rollback, made durable by commit (specification 6.2.7,
 * 6.2.11). Used by the session's thread of control.
 */
final class UnitOfWork {
    private final SessionState state;
    private final BrokerClient client;
    private final Waiting waiting;
    private final Acknowledgement acknowledgement;
    private final Consumers consumers;

    UnitOfWork(SessionState state, BrokerClient client, Waiting waiting, Acknowledgement acknowledgement, Consumers consumers) {
        this.state = state;
        this.client = client;
        this.waiting = waiting;
        this.acknowledgement = acknowledgement;
        this.consumers = consumers;
    }

    /** Gives back what was handed over and not acknowledged, and what waits in the buffers; all of it comes again. */
    void recover() throws JMSException {
        acknowledgement.flush();
        var recovering = client.recover(state, acknowledgement.handedOver());
        acknowledgement.forget();
        consumers.discardBefore(state.generation()); // what the broker delivers from now on belongs to a new one
        waiting.on(recovering, "recovering the session");
        consumers.restart();
    }

    void commit() throws JMSException {
        if (state.isTransactionEmpty()) {
            return;
        }
        BrokerFailure doomed = state.transactionDoomed();
        if (doomed != null) {
            undo();
            throw rolledBack(doomed);
        }
        CommitResult result = askToCommit();
        if (result.over()) {
            end();
        } else {
            undo();
        }
        if (result.rolledBack() != null) {
            throw rolledBack(result.rolledBack());
        }
    }

    private CommitResult askToCommit() throws JMSException {
        String id = state.transactionId();
        String what = "transaction " + id + " ('postrider tx show " + id + "' tells it)";
        try {
            return waiting.until(client.commit(state), waiting.requestTimeoutMs());
        } catch (ConnectionLost e) {
            throw JmsErrors.outcomeUnknown(what, e);
        } catch (SessionClosed e) {
            throw e.toJms(what);
        } catch (BrokerFailure e) {
            // it was doomed between the question above and the commit
            return new CommitResult(e, false);
        } catch (TimeoutException e) {
            end();
            throw JmsErrors.outcomeUnknown(what, JmsErrors.timedOut("the commit", waiting.requestTimeoutMs()));
        }
    }

    private static JMSException rolledBack(BrokerFailure why) {
        return JmsErrors.rolledBack(why.getMessage(), why.toJms("the transaction"));
    }

    void rollback() throws JMSException {
        if (!state.isTransactionEmpty()) {
            undo();
        }
    }

    private void undo() throws JMSException {
        var undoing = client.rollback(state, acknowledgement.handedOver());
        consumers.discardBefore(state.generation()); // what the broker delivers from now on belongs to a new one
        try {
            waiting.on(undoing, "rolling back");
        } finally {
            end();
        }
        consumers.restart();
    }

    private void end() {
        acknowledgement.forget();
        state.endTransaction();
    }
}

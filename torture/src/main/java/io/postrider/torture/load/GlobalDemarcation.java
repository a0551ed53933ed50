package io.postrider.torture.load;

import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.util.List;
import javax.transaction.xa.XAResource;

/**
 * Global ones, by the thread's transaction manager. Immutable.
 *
 * @param resources of the sessions that work in it
 */
record GlobalDemarcation(TransactionManager transactions, List<XAResource> resources) implements Demarcation {
    @Override
    public void begin() throws JMSException {
        try {
            transactions.begin();
            for (XAResource resource : resources) {
                if (!transactions.getTransaction().enlistResource(resource)) {
                    throw new RollbackException("a session could not be enlisted");
                }
            }
        } catch (RollbackException | SystemException e) {
            rollback();
            throw failure("a global transaction did not begin", e);
        } catch (NotSupportedException e) {
            throw new IllegalStateException("the transaction before this one has not ended", e);
        }
    }

    @Override
    public void commit() throws JMSException {
        try {
            transactions.commit();
        } catch (RollbackException e) {
            TransactionRolledBackException rolledBack = new TransactionRolledBackException(e.toString());
            rolledBack.initCause(e);
            throw rolledBack;
        } catch (HeuristicMixedException | HeuristicRollbackException | SystemException e) {
            throw failure("nobody knows what a global transaction came to", e);
        }
    }

    @Override
    public void rollback() throws JMSException {
        try {
            if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transactions.rollback();
            }
        } catch (SystemException e) {
            throw failure("a global transaction was not rolled back", e);
        }
    }

    @Override
    public void nothingDone() throws JMSException {
        rollback();
    }

    private static JMSException failure(String what, Exception cause) {
        JMSException failure = new JMSException(what + ": " + cause);
        failure.initCause(cause);
        return failure;
    }
}

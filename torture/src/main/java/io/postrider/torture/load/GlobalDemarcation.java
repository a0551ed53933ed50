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
import java.util.Arrays;
import java.util.List;
import javax.transaction.xa.XAResource;

/**
 * Global ones, by the thread's transaction manager. Immutable.
 *
 * @param resources of the sessions that work in it
 * @param branches  how many it has: one, if the resources are joined
 */
record GlobalDemarcation(TransactionManager transactions, List<XAResource> resources, int branches) implements Demarcation {
    static GlobalDemarcation joined(TransactionManager transactions, XAResource... resources) {
        return new GlobalDemarcation(transactions, List.of(resources), 1);
    }

    /** With a branch for each. */
    static GlobalDemarcation branched(TransactionManager transactions, XAResource... resources) {
        List<XAResource> own = Arrays.stream(resources).<XAResource>map(OwnBranch::new).toList();
        return new GlobalDemarcation(transactions, own, resources.length);
    }

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
        } catch (HeuristicMixedException | HeuristicRollbackException e) {
            // of one branch, which is committed without being prepared, it means that the broker did not answer
            throw branches > 1 ? new MixedException(e) : failure("nobody knows what a commit in one phase came to", e);
        } catch (SystemException e) {
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

package io.postrider.ra.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.lang.System.Logger.Level;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * The local transaction of a managed connection (7.7), for servers that use the adapter with the transaction support LocalTransaction: a
 * branch that nobody else knows of, committed in one phase, so that it is never in doubt at a transaction manager. Begun and ended by the
 * server, one thread at a time; guarded by its monitor.
 */
final class BranchTransaction implements LocalTransaction {
    private static final System.Logger LOG = System.getLogger(BranchTransaction.class.getName());

    private final ManagedXaResource resource;
    private LocalXid xid;

    BranchTransaction(ManagedXaResource resource) {
        this.resource = resource;
    }

    @Override
    public synchronized void begin() throws ResourceException {
        if (xid != null) {
            throw new LocalTransactionException("a local transaction is begun already");
        }
        LocalXid next = LocalXid.next();
        try {
            resource.start(next, XAResource.TMNOFLAGS);
        } catch (XAException e) {
            throw failure("beginning a local transaction", e);
        }
        xid = next;
    }

    /** @throws ResourceException if it was rolled back instead, or if its outcome is not known, saying which */
    @Override
    public synchronized void commit() throws ResourceException {
        LocalXid ending = take("commit");
        try {
            resource.end(ending, XAResource.TMSUCCESS);
            resource.commit(ending, true);
        } catch (XAException e) {
            throw failure("committing a local transaction", e);
        }
    }

    @Override
    public synchronized void rollback() throws ResourceException {
        undo(take("roll back"));
    }

    /** Rolls back what is open; the connection is as good as before even if that fails, since a branch without commit comes to nothing. */
    synchronized void abandon() {
        if (xid != null) {
            LOG.log(Level.WARNING, "a connection goes back to its pool with an open local transaction, which is rolled back");
            try {
                rollback();
            } catch (ResourceException e) {
                LOG.log(Level.WARNING, "that rollback failed, and the broker does it when the transaction times out", e);
            }
        }
    }

    private void undo(LocalXid ending) throws ResourceException {
        try {
            resource.end(ending, XAResource.TMFAIL);
        } catch (XAException e) {
            if (e.errorCode < XAException.XA_RBBASE || e.errorCode > XAException.XA_RBEND) {
                throw failure("ending a local transaction", e);
            }
            // rolled back already, which is what is wanted
        }
        try {
            resource.rollback(ending);
        } catch (XAException e) {
            if (e.errorCode != XAException.XAER_NOTA) {
                throw failure("rolling back a local transaction", e);
            }
            // nothing is left of it
        }
    }

    private LocalXid take(String action) throws LocalTransactionException {
        LocalXid taken = xid;
        if (taken == null) {
            throw new LocalTransactionException("there is no local transaction to " + action);
        }
        xid = null;
        return taken;
    }

    private static ResourceException failure(String what, XAException cause) {
        return new LocalTransactionException(what + ": " + cause.getMessage(), cause);
    }
}

package io.postrider.ra.outbound;

import jakarta.jms.JMSException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * The XAResource of a managed connection (7.6): that of its session, which is opened by the first call that needs it, so that one that is
 * made for recovery takes no client identifier. Threads as in the client: any, one at a time.
 */
final class ManagedXaResource implements XAResource {
    private final ManagedJmsConnection managed;
    private volatile boolean active;
    /** It worked in a branch, and does no more, since it was last in its pool. */
    private volatile boolean left;
    /** Set before there was a session to have it; 0 for none. */
    private volatile int timeoutSeconds;

    ManagedXaResource(ManagedJmsConnection managed) {
        this.managed = managed;
    }

    /** Whether its session works in a branch. */
    boolean isActive() {
        return active;
    }

    boolean hasLeft() {
        return left;
    }

    /** Back in its pool: who has it next has not used it in a branch that is over. */
    void cleaned() {
        left = false;
    }

    /**
     * Where that fails the pool is told that the connection is broken, whatever the reason: GlassFish would otherwise count it as in use for
     * good, once it is used again.
     */
    @Override
    public void start(Xid xid, int flags) throws XAException {
        try {
            begin(xid, flags);
        } catch (XAException e) {
            managed.broken(e);
            throw e;
        }
    }

    private void begin(Xid xid, int flags) throws XAException {
        try {
            managed.session();
        } catch (JMSException e) {
            throw unreachable(e);
        }
        XAResource client = client();
        if (timeoutSeconds != 0) {
            client.setTransactionTimeout(timeoutSeconds);
            timeoutSeconds = 0;
        }
        client.start(xid, flags);
        left = false;
        active = true;
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        left = true;
        active = false;
        client().end(xid, flags);
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return client().prepare(xid);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        client().commit(xid, onePhase);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        client().rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        client().forget(xid);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return client().recover(flags);
    }

    /** A server may ask before there is any work, so a session that it opens is one for work. */
    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        return anyClient().isSameRM(other instanceof ManagedXaResource ours ? ours.anyClient() : other);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return managed.hasSession() && timeoutSeconds == 0 ? client().getTransactionTimeout() : timeoutSeconds;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        if (managed.hasSession() || seconds <= 0) {
            return anyClient().setTransactionTimeout(seconds);
        }
        timeoutSeconds = seconds;
        return true;
    }

    private XAResource anyClient() throws XAException {
        try {
            return (managed.hasSession() ? managed.anySession() : managed.session()).getXAResource();
        } catch (JMSException e) {
            throw unreachable(e);
        }
    }

    /** For what recovery does, which needs no client identifier. */
    private XAResource client() throws XAException {
        try {
            return managed.anySession().getXAResource();
        } catch (JMSException e) {
            throw unreachable(e);
        }
    }

    private static XAException unreachable(JMSException cause) {
        XAException failure = new XAException(cause.getMessage());
        failure.errorCode = XAException.XAER_RMFAIL;
        failure.initCause(cause);
        return failure;
    }
}

package io.postrider.ra.inbound;

import io.postrider.jms.JmsXaConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * Finishes branches that are in doubt at a broker (13.5.8, 7.6.2.8), on a connection that is made for each call and closed with it: recovery
 * is rare, nobody says when it is over, and a broker that is away now may be there at the next call. Works in no branch. Any thread.
 */
final class RecoveryResource implements XAResource {
    private final JmsXaConnectionFactory client;

    /** @param client a copy of its own */
    RecoveryResource(JmsXaConnectionFactory client) {
        this.client = client;
        client.setClientId(null); // who is active has it
        client.setReconnectTimeoutMs(0);
    }

    /** What is asked on a connection. */
    @FunctionalInterface
    private interface Call<T> {
        T on(XAResource resource) throws XAException;
    }

    private <T> T connected(Call<T> call) throws XAException {
        try {
            XAConnection connection = client.createXAConnection();
            try {
                return call.on(connection.createXASession().getXAResource());
            } finally {
                connection.close();
            }
        } catch (JMSException e) {
            XAException failure = new XAException("recovery at " + client + ": " + e.getMessage());
            failure.errorCode = XAException.XAER_RMFAIL;
            failure.initCause(e);
            throw failure;
        }
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return connected(resource -> resource.recover(flags));
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        connected(resource -> {
            resource.commit(xid, onePhase);
            return null;
        });
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        connected(resource -> {
            resource.rollback(xid);
            return null;
        });
    }

    @Override
    public void forget(Xid xid) throws XAException {
        connected(resource -> {
            resource.forget(xid);
            return null;
        });
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return connected(resource -> resource.prepare(xid));
    }

    /** Two of these for one broker and user need not ask it. */
    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        if (other instanceof RecoveryResource that) {
            return client.getUrl().equals(that.client.getUrl()) || connected(mine -> that.connected(mine::isSameRM));
        }
        return connected(other::isSameRM);
    }

    // --- work in a branch is not what it is for

    @Override
    public void start(Xid xid, int flags) throws XAException {
        throw noWork();
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        throw noWork();
    }

    private static XAException noWork() {
        XAException refused = new XAException("this XAResource is for recovery, and works in no branch");
        refused.errorCode = XAException.XAER_PROTO;
        return refused;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    /** Nothing here begins a branch. */
    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }

    @Override
    public String toString() {
        return "RecoveryResource[" + client + "]";
    }
}

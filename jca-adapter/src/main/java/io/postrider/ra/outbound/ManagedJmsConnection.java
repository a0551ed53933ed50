package io.postrider.ra.outbound;

import io.postrider.jms.error.JmsErrors;
import io.postrider.ra.AdapterLoader;
import io.postrider.ra.BranchResource;
import io.postrider.ra.ResourceErrors;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEventListener;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.DissociatableManagedConnection;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionMetaData;
import jakarta.resource.spi.SecurityException;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Subject;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * A connection in a pool of the server (6.5.4): a connection of the client, with the one XASession that all handles on it use. Made, cleaned
 * and destroyed by the server; any thread, its monitor guards the opening of the session.
 *
 * <p>Equality is identity (19.4.1). A lost link is the client's business until it gives up; then the pool is told, once.
 */
final class ManagedJmsConnection implements ManagedConnection, DissociatableManagedConnection {
    private static final System.Logger LOG = System.getLogger(ManagedJmsConnection.class.getName());

    private final PostriderManagedConnectionFactory factory;
    private final SignOn signOn;
    private final XAConnection physical;
    private final String clientId;
    private final PoolListeners pool = new PoolListeners(this);
    private final Set<ConnectionHandle> handles = ConcurrentHashMap.newKeySet();
    private final TemporaryDestinations temporaries = new TemporaryDestinations();
    private final ManagedXaResource resource = new ManagedXaResource(this);
    private final BranchTransaction local = new BranchTransaction(resource);
    private final BranchResource forServer = new BranchResource(resource);
    private XASession session;
    private volatile PrintWriter logWriter;

    /** @param clientId to be set before the first handle is given, or null */
    ManagedJmsConnection(PostriderManagedConnectionFactory factory, SignOn signOn, XAConnection physical, String clientId) throws JMSException {
        this.factory = factory;
        this.signOn = signOn;
        this.physical = physical;
        this.clientId = clientId;
        physical.setExceptionListener(this::failed);
    }

    PostriderManagedConnectionFactory factory() {
        return factory;
    }

    SignOn signOn() {
        return signOn;
    }

    XAConnection physical() {
        return physical;
    }

    TemporaryDestinations temporaries() {
        return temporaries;
    }

    /** Whether what is done now belongs to a transaction, a global one or the server's local one. */
    boolean isInTransaction() {
        return resource.isActive();
    }

    // --- the session

    /**
     * The one for work of an application.
     *
     * @throws jakarta.jms.IllegalStateException if the transaction of this thread was rolled back under it, because of its timeout say: then the
     *         work would not be a part of it, and would stay
     */
    Session work() throws JMSException {
        if (resource.hasLeft() && factory.transactionRolledBack()) {
            throw JmsErrors.illegalState("the transaction is rolled back, and takes no more work");
        }
        return session().getSession();
    }

    /** The one for work, under the configured client identifier. */
    synchronized XASession session() throws JMSException {
        if (clientId != null && physical.getClientID() == null) {
            if (session != null) {
                throw JmsErrors.illegalState("this connection was used for recovery, and cannot take the client id '" + clientId + "' any more");
            }
            physical.setClientID(clientId);
        }
        return anySession();
    }

    /** The one for what any session can do for any branch, such as recovery. */
    synchronized XASession anySession() throws JMSException {
        if (session == null) {
            session = physical.createXASession();
        }
        return session;
    }

    synchronized boolean hasSession() {
        return session != null;
    }

    // --- handles

    /**
     * A handle for an application, or, without {@code info}, for a server that looks whether the connection of its recovery is one.
     *
     * @throws SecurityException for another user than it was made for: it cannot change it (8.4.4)
     */
    @Override
    public Object getConnection(Subject subject, ConnectionRequestInfo info) throws ResourceException {
        SignOn asked = SignOn.of(factory, subject, info);
        if (!asked.equals(signOn)) {
            throw new SecurityException("a connection of " + signOn + " cannot be used as " + asked);
        }
        try {
            AdapterLoader.call(info == null ? this::anySession : this::session);
        } catch (JMSException e) {
            throw ResourceErrors.of("no session", e);
        }
        ConnectionHandle handle = factory.domain().handle(factory, this);
        handles.add(handle);
        return handle;
    }

    /** Takes over a handle of another connection of the pool, or one of none (7.14, 7.16.1). */
    @Override
    public void associateConnection(Object connection) throws ResourceException {
        if (!(connection instanceof ConnectionHandle handle)) {
            throw new ResourceException("a " + (connection == null ? null : connection.getClass().getName()) + " is no handle of this resource adapter");
        }
        try {
            AdapterLoader.call(this::session); // with the client identifier, which a connection that is started cannot take any more
            handle.associate(this);
        } catch (JMSException e) {
            throw ResourceErrors.of("associating a handle", e);
        }
    }

    /** Lets all handles go; each comes back when it is used again (7.16.1). @throws ResourceException if they have temporary destinations, which would end */
    @Override
    public void dissociateConnections() throws ResourceException {
        if (!temporaries.isEmpty()) {
            throw new ResourceException("the connection has temporary destinations, which live as long as it");
        }
        handles.forEach(ConnectionHandle::dissociate);
        reset();
    }

    void add(ConnectionHandle handle) {
        handles.add(handle);
    }

    void remove(ConnectionHandle handle) {
        handles.remove(handle);
    }

    /** An application closed its handle. */
    void closed(ConnectionHandle handle) {
        if (handles.remove(handle)) {
            pool.closed(handle);
        }
    }

    // --- the pool

    /**
     * Rolls back a local transaction that is open, and leaves nothing of who had the connection before (6.5.4.3).
     *
     * @throws ResourceException if something would be left, so that the server destroys it: without a link a temporary destination is not deleted
     */
    @Override
    public void cleanup() throws ResourceException {
        handles.forEach(ConnectionHandle::invalidate);
        handles.clear();
        local.abandon();
        resource.cleaned();
        reset();
    }

    private void reset() throws ResourceException {
        try {
            temporaries.delete();
            physical.stop();
        } catch (JMSException e) {
            throw ResourceErrors.of("resetting a connection", e);
        }
    }

    /** Waits for the broker no longer than the request timeout. A prepared branch stays. */
    @Override
    public void destroy() throws ResourceException {
        handles.forEach(ConnectionHandle::invalidate);
        handles.clear();
        forServer.close();
        try {
            physical.close();
        } catch (JMSException e) {
            throw ResourceErrors.of("closing a connection", e);
        }
    }

    /** Whether a call can still succeed, perhaps after the client has found a broker again. */
    boolean isAlive() {
        try {
            physical.getMetaData();
            return true;
        } catch (JMSException e) {
            return false;
        }
    }

    /** On the client's thread for notices, of which most are not about the connection as a whole. */
    private void failed(JMSException cause) {
        if (isAlive()) {
            LOG.log(Level.DEBUG, "a connection as {0} goes on after: {1}", signOn, cause.getMessage());
        } else {
            pool.failed(cause);
        }
    }

    /** It can work in no transaction, and so is of no use to its pool. */
    void broken(XAException cause) {
        pool.failed(cause);
    }

    @Override
    public void addConnectionEventListener(ConnectionEventListener listener) {
        pool.add(listener);
    }

    @Override
    public void removeConnectionEventListener(ConnectionEventListener listener) {
        pool.remove(listener);
    }

    // --- transactions

    @Override
    public XAResource getXAResource() {
        return forServer;
    }

    @Override
    public LocalTransaction getLocalTransaction() {
        return local;
    }

    // --- what it is

    @Override
    public ManagedConnectionMetaData getMetaData() throws ResourceException {
        try {
            return new ManagedMetaData(physical.getMetaData(), signOn);
        } catch (JMSException e) {
            throw ResourceErrors.of("metadata", e);
        }
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        logWriter = writer;
    }

    @Override
    public String toString() {
        return "ManagedJmsConnection[" + signOn + ", " + physical + "]";
    }
}

package io.postrider.ra.outbound;

import io.postrider.jms.error.JmsErrors;
import io.postrider.ra.ResourceErrors;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.LazyAssociatableConnectionManager;

/**
 * What an application holds of a connection of the pool (6.5.1, JMS 12.2): active while it has a managed connection, inactive after the
 * server took that away, until it is used again (7.16.1), and closed in the end. Used by one thread at a time; the server may take or
 * invalidate it on any. Guarded by its monitor.
 */
public class ConnectionHandle implements Connection {
    private final PostriderManagedConnectionFactory factory;
    private ConnectionManager manager;
    private SignOn signOn;
    private ManagedJmsConnection managed;
    private SessionHandle session;
    private boolean started;
    private boolean closed;

    ConnectionHandle(PostriderManagedConnectionFactory factory, ManagedJmsConnection managed) {
        this.factory = factory;
        this.managed = managed;
    }

    /** By whom and as whom it is associated again. */
    final synchronized void allocatedBy(ConnectionManager by, SignOn as) {
        manager = by;
        signOn = as;
    }

    // --- the connection behind it

    /** The one to work with now; asks the server for one if it has none. */
    final ManagedJmsConnection managed() throws JMSException {
        ConnectionManager by;
        SignOn as;
        synchronized (this) {
            if (closed) {
                throw JmsErrors.closed("connection");
            }
            if (managed != null) {
                return managed;
            }
            by = manager;
            as = signOn;
        }
        if (!(by instanceof LazyAssociatableConnectionManager lazy)) {
            throw JmsErrors.closed("connection");
        }
        try {
            lazy.associateConnection(this, factory, as);
        } catch (ResourceException e) {
            throw ResourceErrors.toJms(e);
        }
        synchronized (this) {
            if (managed == null) {
                throw JmsErrors.failed("the server gave no connection to a handle that it had taken one from", null);
            }
            return managed;
        }
    }

    final void associate(ManagedJmsConnection to) throws JMSException {
        boolean elsewhere;
        synchronized (this) {
            if (managed == to && !closed) {
                return;
            }
            elsewhere = managed != null;
        }
        if (elsewhere) {
            dissociate();
        }
        boolean start;
        synchronized (this) {
            if (closed) {
                throw JmsErrors.closed("connection");
            }
            managed = to;
            start = started;
        }
        to.add(this);
        if (start) {
            to.physical().start();
        }
    }

    /** Inactive from now on. */
    final void dissociate() {
        SessionHandle detaching;
        ManagedJmsConnection from;
        synchronized (this) {
            detaching = session;
            from = managed;
            managed = null; // before its parts are detached, which look here when they are used again
        }
        // without the monitor, since an application that uses a part waits for it
        if (detaching != null) {
            detaching.detach();
        }
        if (from != null) {
            from.remove(this);
        }
    }

    /** The server takes the connection back for good (6.5.4.3). */
    final void invalidate() {
        SessionHandle ending;
        synchronized (this) {
            ending = session;
            closed = true;
            session = null;
            managed = null;
        }
        if (ending != null) {
            ending.end();
        }
    }

    // --- sessions: one at a time (JMS 12.2)

    @Override
    public Session createSession() throws JMSException {
        return createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return createSession(transacted ? Session.SESSION_TRANSACTED : acknowledgeMode);
    }

    @Override
    public Session createSession(int mode) throws JMSException {
        return open(new SessionHandle(this, mode));
    }

    final <S extends SessionHandle> S open(S opened) throws JMSException {
        Modes.requireMode(opened.mode());
        managed();
        synchronized (this) {
            if (closed) {
                throw JmsErrors.closed("connection"); // meanwhile, and nobody would end the session
            }
            if (session != null) {
                throw JmsErrors.illegalState("this connection has a session, and can have one at a time in a server; close that one first");
            }
            session = opened;
        }
        return opened;
    }

    final synchronized void closed(SessionHandle ended) {
        if (session == ended) {
            session = null;
        }
    }

    // --- what an application may do

    @Override
    public String getClientID() throws JMSException {
        return managed().physical().getClientID();
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        return managed().physical().getMetaData();
    }

    @Override
    public void start() throws JMSException {
        ManagedJmsConnection current = managed();
        synchronized (this) {
            started = true;
        }
        current.physical().start();
    }

    /**
     * Whether a call can still succeed. WildFly looks for a method of this name, as JDBC has it, in what it recovers with, and closes a connection
     * that does not have it before the recovery is over.
     *
     * @param timeoutSeconds without effect, since nobody is asked
     */
    public final boolean isValid(int timeoutSeconds) {
        ManagedJmsConnection current;
        synchronized (this) {
            current = managed;
        }
        return current != null && current.isAlive();
    }

    /** Ends what was made with it, and gives the connection back to the server. */
    @Override
    public void close() throws JMSException {
        ManagedJmsConnection from;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true; // so that it is given back once
            from = managed;
        }
        invalidate();
        if (from != null) {
            from.closed(this);
        } else if (manager instanceof LazyAssociatableConnectionManager lazy) {
            lazy.inactiveConnectionClosed(this, factory);
        }
    }

    // --- what it may not (JMS 12.2)

    @Override
    public void setClientID(String clientId) throws JMSException {
        throw forbidden("setClientID", "set clientId of the connection factory");
    }

    @Override
    public void stop() throws JMSException {
        throw forbidden("stop", "the connection belongs to a pool");
    }

    /** None can be set. */
    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        managed();
        return null;
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        throw forbidden("setExceptionListener", "the connection belongs to a pool, which is told");
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(Destination destination, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw consumerForbidden();
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw consumerForbidden();
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw consumerForbidden();
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        throw consumerForbidden();
    }

    final JMSException consumerForbidden() {
        return forbidden("a connection consumer", "message-driven beans are what a server has for that");
    }

    static JMSException forbidden(String what, String instead) {
        return JmsErrors.illegalState(what + " is not for applications in a server (Jakarta Messaging 12.2): " + instead);
    }
}

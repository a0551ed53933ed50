package io.postrider.ra.inbound;

import io.postrider.jms.error.JmsErrors;
import io.postrider.ra.BranchResource;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.ServerSession;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkAdapter;
import jakarta.resource.spi.work.WorkEvent;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One session of an activated bean (13.5, JMS 11.2.6): given a message, it delivers that as a Work of the server, and goes back to its pool.
 * Used by one thread at a time, which the pool and the server's queue of Work see to.
 *
 * <p>Where deliveries are transacted the message is handed over within the transaction that the server begins, so that its acknowledgement is a
 * part of that, whatever becomes of it. Otherwise it is acknowledged when the bean has returned, and comes again if that threw.
 */
final class EndpointConsumer extends WorkAdapter implements ServerSession, Work, MessageListener {
    private static final System.Logger LOG = System.getLogger(EndpointConsumer.class.getName());
    /** A session whose deliveries fail in a row rests before the next one, so that it does not run through all that waits; so long at first and at last. */
    private static final long REST_MS_MIN = 10;
    private static final long REST_MS_MAX = 1_000;
    private static final int DOUBLINGS_MAX = 10;

    private final Endpoint bean;
    private final EndpointPool pool;
    private final Server server;
    private final Session session;
    private final BranchResource resource;
    private final AtomicBoolean running = new AtomicBoolean();
    /** Kept for the next message, as long as none fails. */
    private MessageEndpoint endpoint;
    private boolean failed;
    private int failures;

    /** @param failures in a row of the one whose place it takes */
    EndpointConsumer(Endpoint bean, EndpointPool pool, Server server, XAConnection connection, int failures) throws JMSException {
        this.bean = bean;
        this.pool = pool;
        this.server = server;
        this.failures = failures;
        if (bean.transacted()) {
            XASession xa = connection.createXASession();
            session = xa.getSession();
            resource = new BranchResource(xa.getXAResource());
        } else {
            session = connection.createSession(bean.acknowledgeMode());
            resource = null;
        }
        session.setMessageListener(this);
    }

    @Override
    public Session getSession() {
        return session;
    }

    /** Has an endpoint from now on. @throws JMSException if the server gives none, so that the session takes no message */
    void prepare() throws JMSException {
        if (endpoint == null) {
            try {
                endpoint = bean.create(resource);
            } catch (ResourceException e) {
                throw JmsErrors.failed("the server gave no message endpoint: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void start() throws JMSException {
        running.set(true);
        try {
            server.work().scheduleWork(this, WorkManager.INDEFINITE, null, this);
        } catch (WorkException | RuntimeException e) {
            broken();
            throw JmsErrors.failed("the server took no work: " + e.getMessage(), e);
        } catch (Error e) {
            broken();
            throw e;
        }
    }

    /** Later than {@link #start}, and beside its exception in some servers. */
    @Override
    public void workRejected(WorkEvent event) {
        broken();
    }

    // --- on a thread of the server

    @Override
    public void run() {
        failed = false;
        if (resource == null) {
            try {
                session.run();
            } finally {
                delivered();
            }
            return;
        }
        if (!begin()) {
            broken(); // the message is where it was, and no attempt to deliver it is counted
            return;
        }
        try {
            session.run();
        } finally {
            after();
        }
    }

    /** @return whether there is a transaction to deliver the message in */
    private boolean begin() {
        try {
            Endpoint.before(endpoint);
        } catch (ResourceException | RuntimeException | Error e) { // an Error too, else the session were never free again
            LOG.log(Level.WARNING, "the server began no transaction for a message of " + bean.source().destination(), e);
            return false;
        }
        if (resource.isInBranch()) {
            return true;
        }
        LOG.log(Level.WARNING, "the transaction for a message of {0} was over before the message was delivered", bean.source().destination());
        try {
            endpoint.afterDelivery();
        } catch (ResourceException | RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "the server did not end that transaction in order", e);
        }
        return false;
    }

    private void after() {
        try {
            endpoint.afterDelivery();
        } catch (ResourceException | RuntimeException | Error e) {
            LOG.log(Level.WARNING, "the server did not commit the transaction of a message of " + bean.source().destination(), e);
            failures++;
            broken(restMs(failures)); // nobody can say what the session is in now
            return;
        }
        failed |= resource.isRolledBack(); // by the bean, by a partner of it or because of the timeout: the message comes again
        delivered();
    }

    private void delivered() {
        if (failed) {
            failures++;
            releaseEndpoint();
        } else {
            failures = 0;
        }
        if (running.compareAndSet(true, false)) {
            pool.giveBack(this, failures == 0 ? 0 : restMs(failures));
        }
    }

    /** @param inARow 1 or more */
    private static long restMs(int inARow) {
        return Math.min(REST_MS_MAX, REST_MS_MIN << Math.min(inARow - 1, DOUBLINGS_MAX));
    }

    /** What the bean throws goes on to the client, which logs it with the message, and gives that back where no transaction does. */
    @Override
    public void onMessage(Message message) {
        failed = true;
        if (resource != null && !resource.isInBranch()) {
            // rolled back since it began, because of its timeout say: then the message may be outside of it, and would be gone if the bean returned
            throw new IllegalStateException("the transaction of a message ended before the message was delivered");
        }
        try {
            ((MessageListener) endpoint).onMessage(message);
        } catch (RuntimeException | Error e) {
            if (resource != null && !ApplicationExceptions.commits(e)) {
                server.setRollbackOnly(); // a server that refuses the call, since the bean goes, does not do so by itself
            }
            throw e;
        }
        failed = false;
    }

    /** The server stopped the Work, as it does when it stops; the delivery in hand ends as it ends. */
    @Override
    public void release() {
        LOG.log(Level.DEBUG, "the server wants a delivery to end");
    }

    // --- the end

    /** Before its message was delivered, which the client gives to another session in its own time. */
    private void broken() {
        broken(0);
    }

    /** @param restMs of its place */
    private void broken(long restMs) {
        if (running.compareAndSet(true, false)) {
            pool.broken(this, failures, restMs);
        }
    }

    /** Its session goes, with what was assigned to it and not taken. */
    void close() {
        releaseEndpoint();
        if (resource != null) {
            resource.close();
        }
        try {
            session.close();
        } catch (JMSException e) {
            LOG.log(Level.DEBUG, "a session was not closed in order; it ends with its connection", e);
        }
    }

    /** Goes on whatever the server throws, as it may while an application goes: what follows must not be left out. */
    void releaseEndpoint() {
        MessageEndpoint releasing = endpoint;
        endpoint = null;
        if (releasing != null) {
            try {
                releasing.release();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "the server did not release an endpoint for " + bean.source().destination(), e);
            }
        }
    }
}

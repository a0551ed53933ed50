package io.postrider.ra.outbound;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.lang.System.Logger.Level;

/**
 * The producer or consumer of the client behind a part of a session handle: opened on the session that the handle has when it is used, closed
 * when the server takes that away. An application uses it while the server may take it on another thread; its monitor is held over no call, as
 * whoever answers one may need a monitor that the caller of the other side has.
 */
final class Physical<T extends AutoCloseable> {
    private static final System.Logger LOG = System.getLogger(Physical.class.getName());

    /** Makes one. */
    @FunctionalInterface
    interface Opening<T> {
        T on(Session session) throws JMSException;
    }

    private final String name;
    private final SessionHandle session;
    private final Opening<? extends T> opening;
    private T open;
    /** How often it was taken, so that one is known that was opened meanwhile. */
    private long taken;
    private boolean closed;

    /** @param name what it is, for messages */
    Physical(String name, SessionHandle session, Opening<? extends T> opening) {
        this.name = name;
        this.session = session;
        this.opening = opening;
    }

    /** The one to work with now. */
    T get() throws JMSException {
        while (true) {
            long before;
            synchronized (this) {
                if (closed) {
                    throw JmsErrors.closed(name);
                }
                before = taken; // read before the session, which is gone when this changes
            }
            Session current = session.physical();
            synchronized (this) {
                if (open != null && taken == before) {
                    return open;
                }
            }
            T opened = opening.on(current);
            synchronized (this) {
                if (taken == before) {
                    open = opened;
                    return opened;
                }
            }
            close(opened); // on a session that somebody else may have by now
        }
    }

    void detach() {
        T closing;
        synchronized (this) {
            taken++;
            closing = open;
            open = null;
        }
        if (closing != null) {
            close(closing);
        }
    }

    void end() {
        synchronized (this) {
            closed = true;
        }
        detach();
    }

    private void close(T closing) {
        try {
            closing.close();
        } catch (Exception e) {
            // it ends with its connection at the latest
            LOG.log(Level.DEBUG, "a " + name + " was not closed in order", e);
        }
    }
}

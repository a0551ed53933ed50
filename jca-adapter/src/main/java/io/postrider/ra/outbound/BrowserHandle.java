package io.postrider.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.lang.System.Logger.Level;
import java.util.Enumeration;

/**
 * A browser that is closed with the session handle that made it, or when that leaves its connection; the session forgets it when the application
 * closes it. Threads as the session's.
 */
final class BrowserHandle implements QueueBrowser, Part {
    private static final System.Logger LOG = System.getLogger(BrowserHandle.class.getName());

    private final SessionHandle session;
    private final QueueBrowser physical;

    BrowserHandle(SessionHandle session, QueueBrowser physical) {
        this.session = session;
        this.physical = physical;
    }

    @Override
    public Queue getQueue() throws JMSException {
        return physical.getQueue();
    }

    @Override
    public String getMessageSelector() throws JMSException {
        return physical.getMessageSelector();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Enumeration getEnumeration() throws JMSException {
        return physical.getEnumeration();
    }

    @Override
    public void close() throws JMSException {
        session.remove(this);
        physical.close();
    }

    @Override
    public void detach() {
        end();
    }

    @Override
    public void end() {
        try {
            physical.close();
        } catch (JMSException e) {
            LOG.log(Level.DEBUG, "a browser was not closed in order", e);
        }
    }
}

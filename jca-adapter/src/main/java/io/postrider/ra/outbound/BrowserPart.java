package io.postrider.ra.outbound;

import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import java.lang.System.Logger.Level;

/** A browser that is closed with the session handle that made it, or when that leaves its connection. */
record BrowserPart(QueueBrowser browser) implements Part {
    private static final System.Logger LOG = System.getLogger(BrowserPart.class.getName());

    @Override
    public void detach() {
        end();
    }

    @Override
    public void end() {
        try {
            browser.close();
        } catch (JMSException e) {
            LOG.log(Level.DEBUG, "a browser was not closed in order", e);
        }
    }
}

package io.postrider.jms.client;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;

/** A session was closed by one thread while another one waited in it. */
public final class SessionClosed extends BrokerFailure {
    private final boolean settled;

    /** @param settled whether the broker has closed it, so that what it had not answered before did not happen */
    public SessionClosed(boolean settled) {
        super("the session was closed", null);
        this.settled = settled;
    }

    @Override
    public JMSException toJms(String what) {
        return settled ? JmsErrors.closedBefore(what) : JmsErrors.outcomeUnknown(what, this);
    }
}

package io.postrider.jms.client;

import jakarta.jms.JMSException;

/**
 * Why something asked of a broker did not happen. Carries no stack, since it is made on the event loop; the thread that waited
 * turns it into what its caller gets.
 */
public abstract sealed class BrokerFailure extends Exception permits BrokerRefusal, ConnectionLost, LinkLost, OutcomeUnknown, SessionClosed {
    BrokerFailure(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    /** @param what was asked, as in "the outcome of {@code what} is unknown" */
    public abstract JMSException toJms(String what);
}

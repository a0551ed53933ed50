package io.postrider.jms;

import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.frame.AcknowledgeMode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** The acknowledgement modes of the specification (6.2.10) as they stand in the API and on the wire. */
final class SessionMode {
    private SessionMode() {
    }

    /** @throws JMSException if that is not one of the four constants of {@link Session} */
    static AcknowledgeMode of(int mode) throws JMSException {
        return switch (mode) {
            case Session.AUTO_ACKNOWLEDGE -> AcknowledgeMode.AUTO;
            case Session.CLIENT_ACKNOWLEDGE -> AcknowledgeMode.CLIENT;
            case Session.DUPS_OK_ACKNOWLEDGE -> AcknowledgeMode.DUPS_OK;
            case Session.SESSION_TRANSACTED -> AcknowledgeMode.TRANSACTED;
            default -> throw JmsErrors.failed("session mode " + mode + "; expected AUTO_ACKNOWLEDGE, CLIENT_ACKNOWLEDGE, DUPS_OK_ACKNOWLEDGE"
                    + " or SESSION_TRANSACTED", null);
        };
    }

    static int of(AcknowledgeMode mode) {
        return switch (mode) {
            case AUTO -> Session.AUTO_ACKNOWLEDGE;
            case CLIENT -> Session.CLIENT_ACKNOWLEDGE;
            case DUPS_OK -> Session.DUPS_OK_ACKNOWLEDGE;
            case TRANSACTED -> Session.SESSION_TRANSACTED;
        };
    }
}

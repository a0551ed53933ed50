package io.postrider.ra.outbound;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** What becomes of the mode that an application asks for (JMS 12.3). */
final class Modes {
    private Modes() {
    }

    /** @throws JMSException for what is no mode of a session */
    static void requireMode(int mode) throws JMSException {
        if (mode < Session.SESSION_TRANSACTED || mode > Session.DUPS_OK_ACKNOWLEDGE) {
            throw JmsErrors.failed("session mode " + mode + "; expected SESSION_TRANSACTED, AUTO_ACKNOWLEDGE, CLIENT_ACKNOWLEDGE or DUPS_OK_ACKNOWLEDGE", null);
        }
    }

    /** Outside of a transaction: local transactions and the application's own acknowledgement are not for applications in a server. */
    static int outsideTransaction(int asked) {
        return asked == Session.DUPS_OK_ACKNOWLEDGE ? Session.DUPS_OK_ACKNOWLEDGE : Session.AUTO_ACKNOWLEDGE;
    }
}

package io.postrider.torture.load;

import jakarta.jms.JMSException;

/** Of a transaction whose branches were prepared and did not all end alike, as its transaction manager says. */
final class MixedException extends JMSException {
    private static final long serialVersionUID = 1L;

    MixedException(Exception cause) {
        super(cause.toString());
        initCause(cause);
    }
}

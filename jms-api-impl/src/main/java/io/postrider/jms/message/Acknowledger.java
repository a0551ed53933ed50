package io.postrider.jms.message;

import jakarta.jms.JMSException;

/** What {@code Message.acknowledge()} does; the session puts it on what it delivers, and decides by its mode (specification 3.6). */
@FunctionalInterface
public interface Acknowledger {
    void acknowledge() throws JMSException;
}

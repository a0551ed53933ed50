package io.postrider.jms;

import jakarta.jms.JMSException;

/** What a temporary destination knows of the connection that created it: how to be deleted, and whether that is still possible. */
public interface TemporaryOwner {
    /** @throws JMSException if it has consumers, or the connection is closed */
    void delete(JmsDestination destination) throws JMSException;

    /** Whether the connection is open; with it end the temporary destinations. */
    boolean isOpen();
}

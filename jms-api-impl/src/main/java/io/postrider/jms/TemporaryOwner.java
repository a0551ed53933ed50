package io.postrider.jms;

import jakarta.jms.JMSException;

/** What a temporary destination knows of the connection that created it: how to be deleted, and whether that is still possible. */
public interface TemporaryOwner {
    /** @throws JMSException if it has consumers, or the connection is closed */
    void delete(JmsDestination destination) throws JMSException;

    /**
     * The same for who can do without: fails at once if there is no link to a broker, which {@link #delete} would wait for.
     *
     * @throws JMSException as delete, and if there is no link, or no answer within the request timeout
     */
    void deleteAtOnce(JmsDestination destination) throws JMSException;

    /** Whether the connection is open; with it end the temporary destinations. */
    boolean isOpen();
}

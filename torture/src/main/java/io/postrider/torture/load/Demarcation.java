package io.postrider.torture.load;

import jakarta.jms.JMSException;
import jakarta.jms.TransactionRolledBackException;

/** How transactions begin and end: those of a session, or global ones. Used by the actor's thread. */
interface Demarcation {
    /** @throws JMSException if no work can be done in it; it is rolled back then */
    void begin() throws JMSException;

    /**
     * @throws TransactionRolledBackException if nothing of it counts, surely
     * @throws MixedException                 if its branches did not all end alike, though each was prepared
     * @throws JMSException                   if it is not known what it came to
     */
    void commit() throws JMSException;

    void rollback() throws JMSException;

    /** In place of a commit when there is nothing to commit. */
    void nothingDone() throws JMSException;
}

package io.postrider.torture.load;

import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** Those of a transacted session, which begin by themselves. Immutable. */
record LocalDemarcation(Session session) implements Demarcation {
    @Override
    public void begin() {
    }

    @Override
    public void commit() throws JMSException {
        session.commit();
    }

    @Override
    public void rollback() throws JMSException {
        session.rollback();
    }

    /** It goes on. */
    @Override
    public void nothingDone() {
    }
}

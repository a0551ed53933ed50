package io.postrider.examples.perf;

import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** Work that takes effect with each call, or in a transaction of its session, where one begins when another ends (specification 6.2.7). */
record LocalWork(Session session, boolean transacted) implements Work {
    @Override
    public void begin() {
        // has begun
    }

    @Override
    public void commit() throws JMSException {
        if (transacted) {
            session.commit();
        }
    }
}

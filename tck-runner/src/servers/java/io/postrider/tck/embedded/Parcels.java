package io.postrider.tck.embedded;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;

/** Sends by the adapter of the application, each call in a transaction of the container, or in that of its caller. */
@Stateless
public class Parcels {
    @Resource(name = "jms/embedded")
    private ConnectionFactory factory;
    @Resource(name = "jms/parcels")
    private Queue parcels;
    @Resource
    private SessionContext context;

    /** @param rollback whether nothing of it is to be seen */
    public void send(String text, boolean rollback) {
        try (JMSContext jms = factory.createContext()) {
            jms.createProducer().send(parcels, text);
        }
        if (rollback) {
            context.setRollbackOnly();
        }
    }
}

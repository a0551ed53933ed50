package io.postrider.tck.app;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;

/** Sends and receives in a transaction of the container, with factories that take part in it in a lesser way than XA, or not at all. */
@Stateless
public class SupportLevels {
    private static final long RECEIVE_MS = 20_000;

    @Resource(name = "jms/local")
    private ConnectionFactory local;
    @Resource(name = "jms/untransacted")
    private ConnectionFactory untransacted;
    @Resource
    private SessionContext context;

    /** @param rollback how the transaction ends */
    public String sendLocally(String queue, String text, boolean rollback) {
        return send(local, queue, text, rollback);
    }

    /** In a transaction that stays open until the test has seen it. */
    public String sendLocallyAndHold(String queue, String text) throws JMSException {
        return HeldSending.send(local.createConnection(), queue, text);
    }

    /** @param rollback how the transaction ends */
    public String sendUntransacted(String queue, String text, boolean rollback) {
        return send(untransacted, queue, text, rollback);
    }

    private String send(ConnectionFactory factory, String queue, String text, boolean rollback) {
        try (JMSContext jms = factory.createContext()) {
            jms.createProducer().send(jms.createQueue(queue), text);
        }
        return end("sent", rollback);
    }

    /** @param rollback how the transaction ends */
    public String receiveLocally(String queue, boolean rollback) {
        return receive(local, queue, rollback);
    }

    /** @param rollback how the transaction ends */
    public String receiveUntransacted(String queue, boolean rollback) {
        return receive(untransacted, queue, rollback);
    }

    private String receive(ConnectionFactory factory, String queue, boolean rollback) {
        try (JMSContext jms = factory.createContext()) {
            return end(jms.createConsumer(jms.createQueue(queue)).receiveBody(String.class, RECEIVE_MS), rollback);
        }
    }

    private String end(String result, boolean rollback) {
        if (rollback) {
            context.setRollbackOnly();
        }
        return result;
    }
}

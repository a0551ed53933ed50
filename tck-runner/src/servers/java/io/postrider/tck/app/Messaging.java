package io.postrider.tck.app;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;

/** Sends and receives in both ways in which applications have it, each call in a transaction of the container. */
@Stateless
public class Messaging {
    private static final long RECEIVE_MS = 20_000;

    @Resource(name = "jms/postrider")
    private ConnectionFactory factory;
    @Resource(name = "jms/orders")
    private Queue orders;
    @Inject
    @JMSConnectionFactory("java:comp/env/jms/postrider")
    private JMSContext context;

    public String sendByResource(String queue, String text) throws JMSException {
        try (Connection connection = factory.createConnection(); Session session = connection.createSession()) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
            return "sent";
        }
    }

    /** To the administered object. */
    public String order(String text) throws JMSException {
        try (Connection connection = factory.createConnection(); Session session = connection.createSession()) {
            session.createProducer(orders).send(session.createTextMessage(text));
            return "sent";
        }
    }

    public String receiveByResource(String queue) throws JMSException {
        try (Connection connection = factory.createConnection(); Session session = connection.createSession()) {
            connection.start();
            Message message = session.createConsumer(session.createQueue(queue)).receive(RECEIVE_MS);
            return message == null ? "nothing" : message.getBody(String.class);
        }
    }

    public String sendByContext(String queue, String text) {
        context.createProducer().setProperty("by", "context").send(context.createQueue(queue), text);
        return "sent";
    }

    public String receiveByContext(String queue) {
        String text = context.createConsumer(context.createQueue(queue)).receiveBody(String.class, RECEIVE_MS);
        return text == null ? "nothing" : text;
    }

    /** Says to the test which bean had that message. */
    public void note(String bean, Message message) {
        try {
            context.createProducer().setProperty("bean", bean).send(context.createQueue("noted"), message.getBody(String.class));
        } catch (JMSException e) {
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
    }
}

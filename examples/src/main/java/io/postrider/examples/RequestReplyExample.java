package io.postrider.examples;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** A request and its reply: the server answers to wherever the request says, a queue that only this client reads. */
public final class RequestReplyExample {
    private static final long TIMEOUT_MS = 10_000;

    private RequestReplyExample() {
    }

    public static void main(String[] arguments) throws NamingException, JMSException {
        InitialContext names = new InitialContext();
        ConnectionFactory factory = (ConnectionFactory) names.lookup("broker");
        Queue requests = (Queue) names.lookup("requests");

        try (JMSContext server = factory.createContext(); JMSContext client = factory.createContext()) {
            // the server: its listener runs on a thread of the provider, one message at a time
            server.createConsumer(requests).setMessageListener(request -> answer(server, request));

            // the client: replies come to a queue of its own, which ends with its connection
            TemporaryQueue replies = client.createTemporaryQueue();
            try (JMSConsumer consumer = client.createConsumer(replies)) {
                TextMessage request = client.createTextMessage("what is 6 times 7?");
                request.setJMSReplyTo(replies);
                client.createProducer().setTimeToLive(TIMEOUT_MS).send(requests, request);
                System.out.println("asked: " + request.getText());

                Message reply = consumer.receive(TIMEOUT_MS);
                if (reply == null) {
                    System.out.println("no reply within " + TIMEOUT_MS + " ms");
                    System.exit(1);
                }
                // with several requests under way, this says which one is answered
                boolean ours = request.getJMSMessageID().equals(reply.getJMSCorrelationID());
                System.out.println("answered: " + reply.getBody(String.class) + (ours ? "" : ", but to another question"));
            }
        }
    }

    private static void answer(JMSContext server, Message request) {
        try {
            server.createProducer().setJMSCorrelationID(request.getJMSMessageID()).send(request.getJMSReplyTo(), "42");
        } catch (JMSException e) {
            // a listener that throws gets the message again, in the end it goes to the dead-letter queue
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
    }
}

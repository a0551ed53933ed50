package io.postrider.examples;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Sends three orders to a queue and receives them: the shortest program that does something. */
public final class QueueExample {
    private static final long TIMEOUT_MS = 10_000;

    private QueueExample() {
    }

    public static void main(String[] arguments) throws NamingException {
        // jndi.properties says where the broker is and what the queue is called there
        InitialContext names = new InitialContext();
        ConnectionFactory factory = (ConnectionFactory) names.lookup("broker");
        Queue orders = (Queue) names.lookup("orders");

        // a context is a connection and a session in one; closing it ends both
        try (JMSContext context = factory.createContext()) {
            for (int number = 1; number <= 3; number++) {
                // persistent by default: when send returns, the message is on the broker's disk
                context.createProducer().setProperty("number", number).send(orders, "order " + number);
            }
            System.out.println("sent 3 orders");
        }

        try (JMSContext context = factory.createContext()) {
            var consumer = context.createConsumer(orders);
            for (int count = 1; count <= 3; count++) {
                // null when nothing came in time; the message is acknowledged when receiveBody returns
                String order = consumer.receiveBody(String.class, TIMEOUT_MS);
                if (order == null) {
                    System.out.println("nothing came within " + TIMEOUT_MS + " ms");
                    System.exit(1);
                }
                System.out.println("received " + order);
            }
        }
    }
}

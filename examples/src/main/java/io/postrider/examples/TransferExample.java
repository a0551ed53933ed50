package io.postrider.examples;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.TransactionRolledBackRuntimeException;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Takes bills from one queue and puts shipments into another, each with its bill in one transaction: whatever breaks in between, no
 * order is billed without being shipped, and none is shipped twice.
 */
public final class TransferExample {
    private static final int ORDERS = 10;
    private static final long TIMEOUT_MS = 10_000;

    private TransferExample() {
    }

    public static void main(String[] arguments) throws NamingException {
        InitialContext names = new InitialContext();
        ConnectionFactory factory = (ConnectionFactory) names.lookup("broker");
        Queue billing = (Queue) names.lookup("billing");
        Queue shipping = (Queue) names.lookup("shipping");

        try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
            for (int order = 1; order <= ORDERS; order++) {
                context.createProducer().send(billing, "bill of order " + order);
            }
            // the ten become visible together
            context.commit();
        }

        try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED); JMSConsumer bills = context.createConsumer(billing)) {
            int moved = 0;
            while (moved < ORDERS) {
                String bill = bills.receiveBody(String.class, TIMEOUT_MS);
                if (bill == null) {
                    System.out.println("nothing came within " + TIMEOUT_MS + " ms");
                    System.exit(1);
                }
                context.createProducer().send(shipping, bill.replace("bill", "shipment"));
                try {
                    // the bill is gone and the shipment is there, or neither
                    context.commit();
                    moved++;
                } catch (TransactionRolledBackRuntimeException e) {
                    // the broker was away in between: nothing has happened, and the bill comes again
                    System.out.println("once more: " + e.getMessage());
                }
            }
            System.out.println("moved " + moved + " orders from billing to shipping");
        }

        try (JMSContext context = factory.createContext(); JMSConsumer shipments = context.createConsumer(shipping)) {
            for (int order = 1; order <= ORDERS; order++) {
                System.out.println("shipped: " + shipments.receiveBody(String.class, TIMEOUT_MS));
            }
        }
    }
}

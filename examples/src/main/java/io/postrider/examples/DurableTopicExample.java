package io.postrider.examples;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Topic;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** A subscriber that is away while something is published, and gets it when it comes back. */
public final class DurableTopicExample {
    private static final String SUBSCRIPTION = "price watch";
    private static final long TIMEOUT_MS = 10_000;

    private DurableTopicExample() {
    }

    public static void main(String[] arguments) throws NamingException {
        InitialContext names = new InitialContext();
        ConnectionFactory factory = (ConnectionFactory) names.lookup("broker");
        Topic prices = (Topic) names.lookup("prices");

        // From now on the broker keeps what is published for this subscription, whether anybody receives or not.
        // A durable subscription belongs to a client identifier; a shared one would not need it.
        try (JMSContext subscriber = factory.createContext()) {
            subscriber.setClientID("durable-topic-example");
            subscriber.createDurableConsumer(prices, SUBSCRIPTION).close();
            System.out.println("subscribed, and gone");
        }

        try (JMSContext publisher = factory.createContext()) {
            publisher.createProducer().send(prices, "tea 3.20");
            publisher.createProducer().send(prices, "coffee 4.10");
            System.out.println("published 2 prices while the subscriber was away");
        }

        try (JMSContext subscriber = factory.createContext()) {
            subscriber.setClientID("durable-topic-example");
            try (JMSConsumer consumer = subscriber.createDurableConsumer(prices, SUBSCRIPTION)) {
                for (int count = 1; count <= 2; count++) {
                    String price = consumer.receiveBody(String.class, TIMEOUT_MS);
                    if (price == null) {
                        System.out.println("nothing came within " + TIMEOUT_MS + " ms");
                        System.exit(1);
                    }
                    System.out.println("back again, received " + price);
                }
            }
            // without this the broker would collect prices for ever
            subscriber.unsubscribe(SUBSCRIPTION);
        }
    }
}

package io.postrider.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;

/** A program outside of the server, which sees what is at a broker. Used by the thread of a test. */
public final class Outside implements AutoCloseable {
    public static final long WAIT_MS = 20_000;
    private static int queues;

    private final JMSContext context;

    public Outside(TestBroker broker) {
        context = broker.client().createContext();
    }

    /** One that no other test uses. */
    public static synchronized String name() {
        return "q" + ++queues;
    }

    public JMSContext context() {
        return context;
    }

    public Queue queue(String name) {
        return context.createQueue(name);
    }

    public void send(Destination to, String... texts) {
        for (String text : texts) {
            context.createProducer().send(to, text);
        }
    }

    /** In one transaction, so that all are there at once. */
    public void sendTogether(Destination to, String... texts) {
        try (JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            for (String text : texts) {
                transacted.createProducer().send(to, text);
            }
            transacted.commit();
        }
    }

    public String receive(Destination from) {
        try (JMSConsumer consumer = context.createConsumer(from)) {
            return consumer.receiveBody(String.class, WAIT_MS);
        }
    }

    public Message receiveMessage(Destination from) {
        try (JMSConsumer consumer = context.createConsumer(from)) {
            Message message = consumer.receive(WAIT_MS);
            assertNotNull(message, "nothing comes from " + from);
            return message;
        }
    }

    /** Texts that lie in a queue and belong to nobody. */
    public List<String> texts(Queue queue) throws JMSException {
        try (QueueBrowser browser = context.createBrowser(queue)) {
            List<String> found = new ArrayList<>();
            Enumeration<?> messages = browser.getEnumeration();
            while (messages.hasMoreElements()) {
                found.add(((Message) messages.nextElement()).getBody(String.class));
            }
            return found;
        }
    }

    public void assertTexts(Queue queue, String... expected) throws JMSException {
        assertEquals(List.of(expected), texts(queue));
    }

    @Override
    public void close() {
        context.close();
    }
}

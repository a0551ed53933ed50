package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a test sends and receives at a broker, past the application server. One thread at a time; closed by who made it. */
final class Messages implements AutoCloseable {
    private static final long RECEIVE_MS = 60_000;
    /** How long nothing has to come, to be taken for nothing. */
    private static final long NOTHING_MS = 2_000;

    private final JMSContext jms;

    Messages(ServerBroker broker) {
        jms = broker.factory().createContext();
    }

    void send(String queue, String text, Map<String, ?> properties) {
        send(jms.createQueue(queue), text, properties);
    }

    void publish(String topic, String text) {
        send(jms.createTopic(topic), text, Map.of());
    }

    private void send(Destination destination, String text, Map<String, ?> properties) {
        var producer = jms.createProducer();
        properties.forEach(producer::setProperty);
        producer.send(destination, text);
    }

    Message receive(String queue) {
        return receive(queue, null);
    }

    Message receive(String queue, String selector) {
        try (JMSConsumer consumer = jms.createConsumer(jms.createQueue(queue), selector)) {
            Message message = consumer.receive(RECEIVE_MS);
            assertTrue(message != null, () -> "nothing came out of queue " + queue + (selector == null ? "" : " where " + selector));
            return message;
        }
    }

    void receiveNothing(String queue) throws JMSException {
        try (JMSConsumer consumer = jms.createConsumer(jms.createQueue(queue))) {
            Message message = consumer.receive(NOTHING_MS);
            assertNull(message, () -> "in queue " + queue + " there is still " + message);
        }
    }

    /** Each of these texts comes once, in any order, and then nothing. */
    void receiveEachOnce(String queue, Set<String> texts, Duration most) throws JMSException {
        Set<String> missing = new HashSet<>(texts);
        List<String> surplus = new ArrayList<>();
        try (JMSConsumer consumer = jms.createConsumer(jms.createQueue(queue))) {
            long deadline = System.nanoTime() + most.toNanos();
            while (!missing.isEmpty() && System.nanoTime() < deadline) {
                take(consumer.receive(NOTHING_MS), missing, surplus);
            }
            for (Message more = consumer.receive(NOTHING_MS); more != null; more = consumer.receive(NOTHING_MS)) {
                take(more, missing, surplus);
            }
        }
        assertTrue(missing.isEmpty() && surplus.isEmpty(), () -> "in queue " + queue + " of " + texts.size() + " messages " + missing.size()
                + " were missing and there were " + surplus.size() + " too many: missing " + missing + ", too many " + surplus);
    }

    private static void take(Message message, Set<String> missing, List<String> surplus) throws JMSException {
        if (message != null) {
            String text = message.getBody(String.class);
            if (!missing.remove(text)) {
                surplus.add(text);
            }
        }
    }

    /** What is there now. */
    List<String> receiveAll(String queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (JMSConsumer consumer = jms.createConsumer(jms.createQueue(queue))) {
            for (Message more = consumer.receive(NOTHING_MS); more != null; more = consumer.receive(NOTHING_MS)) {
                texts.add(more.getBody(String.class));
            }
        }
        return texts;
    }

    @Override
    public void close() {
        jms.close();
    }
}

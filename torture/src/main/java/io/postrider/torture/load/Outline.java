package io.postrider.torture.load;

import io.postrider.torture.log.Event;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.random.RandomGenerator;

/**
 * What a producer's messages are like. Immutable.
 *
 * @param destination queue:NAME or topic:NAME
 * @param persistent  delivery mode
 * @param keys        how many keys there are for selectors, 0 for none
 * @param delayMsMax  delivery delays are from 0 to this
 * @param priorities  whether they have different ones
 */
record Outline(String destination, boolean persistent, int keys, int delayMsMax, boolean priorities) {
    static final String KEY = "key";
    private static final String ID = "id";
    private static final int BODY_MAX = 2_000;
    /** Beyond what the broker keeps beside its header, so that it is stored in parts. */
    private static final int LARGE_BODY_MAX = 200_000;
    private static final int LARGE_EVERY = 100;
    private static final String PATTERN = "abcdefghijklmnopqrstuvwxyz0123456789 - ";

    static Outline of(String destination) {
        return new Outline(destination, true, 0, 0, false);
    }

    Outline withKeys(int count) {
        return new Outline(destination, persistent, count, delayMsMax, priorities);
    }

    Outline withDelays(int msMax) {
        return new Outline(destination, persistent, keys, msMax, priorities);
    }

    Outline withPriorities() {
        return new Outline(destination, persistent, keys, delayMsMax, true);
    }

    Outline notPersistent() {
        return new Outline(destination, false, keys, delayMsMax, priorities);
    }

    MessageProducer producer(Session session) throws JMSException {
        String name = destination.substring(destination.indexOf(':') + 1);
        MessageProducer producer = session.createProducer(destination.startsWith("queue:") ? session.createQueue(name) : session.createTopic(name));
        producer.setDeliveryMode(persistent ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
        return producer;
    }

    /** All that is random of a message. */
    Event.Sent next(String id, String unit, RandomGenerator random) {
        String key = keys == 0 ? Event.NONE : "k" + random.nextInt(keys);
        int priority = priorities ? 3 + random.nextInt(3) : 4;
        int delayMs = delayMsMax == 0 ? 0 : random.nextInt(delayMsMax + 1);
        return new Event.Sent(id, destination, key, priority, delayMs, persistent, unit);
    }

    /** The message, and the producer made ready for it. */
    static Message message(Session session, MessageProducer producer, Event.Sent sent) throws JMSException {
        TextMessage message = session.createTextMessage(body(sent.id()));
        message.setStringProperty(ID, sent.id());
        if (!sent.key().equals(Event.NONE)) {
            message.setStringProperty(KEY, sent.key());
        }
        producer.setPriority(sent.priority());
        producer.setDeliveryDelay(sent.delayMs());
        return message;
    }

    static String id(Message message) throws JMSException {
        String id = message.getStringProperty(ID);
        return id == null ? "none-" + message.getJMSMessageID() : id;
    }

    /** Whether it is what {@link #message} made for that id. */
    static boolean isBodyRight(Message message, String id) throws JMSException {
        return message instanceof TextMessage text && body(id).equals(text.getText());
    }

    /** Length and content follow from the id. */
    private static String body(String id) {
        int hash = id.hashCode();
        int length = Math.floorMod(hash, LARGE_EVERY) == 0 ? Math.floorMod(hash / LARGE_EVERY, LARGE_BODY_MAX) : Math.floorMod(hash, BODY_MAX);
        StringBuilder body = new StringBuilder(length + PATTERN.length()).append(id);
        int from = Math.floorMod(hash, PATTERN.length());
        body.append(PATTERN, from, PATTERN.length());
        while (body.length() < length) {
            body.append(PATTERN);
        }
        return body.toString();
    }
}

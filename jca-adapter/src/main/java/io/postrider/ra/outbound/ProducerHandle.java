package io.postrider.ra.outbound;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A producer of a session handle, of any domain. When the handle leaves its managed connection, its producer is closed; used again it makes
 * another one with what was set on it. Threads as the session's.
 */
final class ProducerHandle implements QueueSender, TopicPublisher, Part {
    private static final System.Logger LOG = System.getLogger(ProducerHandle.class.getName());

    /** Makes the producer behind it. */
    @FunctionalInterface
    interface Opening {
        MessageProducer on(Session session) throws JMSException;
    }

    /** Sets something on the producer behind it. */
    @FunctionalInterface
    private interface Option {
        void on(MessageProducer producer) throws JMSException;
    }

    private final SessionHandle session;
    private final Opening opening;
    /** What was set last, by name. */
    private final Map<String, Option> options = new LinkedHashMap<>();
    private MessageProducer physical;
    private boolean closed;

    private ProducerHandle(SessionHandle session, Opening opening) {
        this.session = session;
        this.opening = opening;
    }

    /** With the producer behind it, so that what is wrong with it is thrown now. */
    static ProducerHandle open(SessionHandle session, Opening opening) throws JMSException {
        ProducerHandle handle = new ProducerHandle(session, opening);
        handle.physical();
        return session.add(handle);
    }

    private synchronized MessageProducer physical() throws JMSException {
        if (closed) {
            throw JmsErrors.closed("producer");
        }
        Session current = session.physical();
        if (physical == null) {
            MessageProducer opened = opening.on(current);
            for (Option option : options.values()) {
                option.on(opened);
            }
            physical = opened;
        }
        return physical;
    }

    private synchronized void set(String name, Option option) throws JMSException {
        option.on(physical());
        options.put(name, option);
    }

    @Override
    public synchronized void detach() {
        MessageProducer closing = physical;
        physical = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (JMSException e) {
                // it ends with its connection at the latest
                LOG.log(Level.DEBUG, "a producer was not closed in order", e);
            }
        }
    }

    @Override
    public synchronized void end() {
        closed = true;
        detach();
    }

    @Override
    public void close() {
        end();
        session.remove(this);
    }

    // --- sending

    @Override
    public void send(Message message) throws JMSException {
        physical().send(message);
    }

    @Override
    public void send(Message message, int mode, int priority, long timeToLive) throws JMSException {
        physical().send(message, mode, priority, timeToLive);
    }

    @Override
    public void send(Destination destination, Message message) throws JMSException {
        physical().send(destination, message);
    }

    @Override
    public void send(Destination destination, Message message, int mode, int priority, long timeToLive) throws JMSException {
        physical().send(destination, message, mode, priority, timeToLive);
    }

    @Override
    public void send(Queue queue, Message message) throws JMSException {
        send((Destination) queue, message);
    }

    @Override
    public void send(Queue queue, Message message, int mode, int priority, long timeToLive) throws JMSException {
        send((Destination) queue, message, mode, priority, timeToLive);
    }

    @Override
    public void publish(Message message) throws JMSException {
        send(message);
    }

    @Override
    public void publish(Message message, int mode, int priority, long timeToLive) throws JMSException {
        send(message, mode, priority, timeToLive);
    }

    @Override
    public void publish(Topic topic, Message message) throws JMSException {
        send(topic, message);
    }

    @Override
    public void publish(Topic topic, Message message, int mode, int priority, long timeToLive) throws JMSException {
        send(topic, message, mode, priority, timeToLive);
    }

    // --- what an application may not (JMS 12.2)

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        throw asyncForbidden();
    }

    @Override
    public void send(Message message, int mode, int priority, long timeToLive, CompletionListener listener) throws JMSException {
        throw asyncForbidden();
    }

    @Override
    public void send(Destination destination, Message message, CompletionListener listener) throws JMSException {
        throw asyncForbidden();
    }

    @Override
    public void send(Destination destination, Message message, int mode, int priority, long timeToLive, CompletionListener listener)
            throws JMSException {
        throw asyncForbidden();
    }

    static JMSException asyncForbidden() {
        return ConnectionHandle.forbidden("an asynchronous send", "threads are the container's");
    }

    // --- options

    @Override
    public void setDisableMessageID(boolean disabled) throws JMSException {
        set("disableMessageID", producer -> producer.setDisableMessageID(disabled));
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        return physical().getDisableMessageID();
    }

    @Override
    public void setDisableMessageTimestamp(boolean disabled) throws JMSException {
        set("disableMessageTimestamp", producer -> producer.setDisableMessageTimestamp(disabled));
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        return physical().getDisableMessageTimestamp();
    }

    @Override
    public void setDeliveryMode(int mode) throws JMSException {
        set("deliveryMode", producer -> producer.setDeliveryMode(mode));
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        return physical().getDeliveryMode();
    }

    @Override
    public void setPriority(int priority) throws JMSException {
        set("priority", producer -> producer.setPriority(priority));
    }

    @Override
    public int getPriority() throws JMSException {
        return physical().getPriority();
    }

    @Override
    public void setTimeToLive(long milliseconds) throws JMSException {
        set("timeToLive", producer -> producer.setTimeToLive(milliseconds));
    }

    @Override
    public long getTimeToLive() throws JMSException {
        return physical().getTimeToLive();
    }

    @Override
    public void setDeliveryDelay(long milliseconds) throws JMSException {
        set("deliveryDelay", producer -> producer.setDeliveryDelay(milliseconds));
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        return physical().getDeliveryDelay();
    }

    // --- where it sends to

    @Override
    public Destination getDestination() throws JMSException {
        return physical().getDestination();
    }

    @Override
    public Queue getQueue() throws JMSException {
        return ((QueueSender) physical()).getQueue();
    }

    @Override
    public Topic getTopic() throws JMSException {
        return ((TopicPublisher) physical()).getTopic();
    }
}

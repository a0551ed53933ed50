package io.postrider.ra.outbound;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A producer of a session handle, of any domain. When the handle leaves its managed connection, its producer is closed; used again it makes
 * another one with what was set on it. Threads as the session's.
 */
final class ProducerHandle implements QueueSender, TopicPublisher, Part {
    /** Sets something on the producer behind it. */
    @FunctionalInterface
    private interface Option {
        void on(MessageProducer producer) throws JMSException;
    }

    private final SessionHandle session;
    private final Physical<MessageProducer> physical;
    /** What was set last, by name. Guarded by its monitor. */
    private final Map<String, Option> options = new LinkedHashMap<>();

    private ProducerHandle(SessionHandle session, Physical.Opening<? extends MessageProducer> opening) {
        this.session = session;
        this.physical = new Physical<>("producer", session, current -> {
            MessageProducer opened = opening.on(current);
            for (Option option : options()) {
                option.on(opened);
            }
            return opened;
        });
    }

    /** With the producer behind it, so that what is wrong with it is thrown now. */
    static ProducerHandle open(SessionHandle session, Physical.Opening<? extends MessageProducer> opening) throws JMSException {
        ProducerHandle handle = new ProducerHandle(session, opening);
        session.open(handle, handle.physical);
        return handle;
    }

    private MessageProducer physical() throws JMSException {
        return physical.get();
    }

    private List<Option> options() {
        synchronized (options) {
            return List.copyOf(options.values());
        }
    }

    private void set(String name, Option option) throws JMSException {
        option.on(physical());
        synchronized (options) {
            options.put(name, option);
        }
    }

    @Override
    public void detach() {
        physical.detach();
    }

    @Override
    public void end() {
        physical.end();
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

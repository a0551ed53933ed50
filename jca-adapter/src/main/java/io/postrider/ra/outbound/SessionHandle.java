package io.postrider.ra.outbound;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one session of a connection handle (JMS 12.2, 12.3): the session of whatever managed connection the handle has. In a transaction its
 * work belongs to that, otherwise it acknowledges by itself; what the application asked for counts only there, and is never a transaction
 * or an acknowledgement of its own. Threads as the handle's.
 */
class SessionHandle implements Session {
    private final ConnectionHandle connection;
    private final int mode;
    private final Set<Part> parts = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param mode what the application asked for */
    SessionHandle(ConnectionHandle connection, int mode) {
        this.connection = connection;
        this.mode = mode;
    }

    final int mode() {
        return mode;
    }

    /** The session behind it, now. */
    final Session physical() throws JMSException {
        return managed().work();
    }

    private ManagedJmsConnection managed() throws JMSException {
        if (closed) {
            throw JmsErrors.closed("session");
        }
        return connection.managed();
    }

    // --- its parts

    /** Known before it is open, so that a server that takes the handle away meanwhile takes it too. */
    final void open(Part part, Physical<?> behind) throws JMSException {
        add(part);
        boolean open = false;
        try {
            behind.get();
            open = true;
        } finally {
            if (!open) {
                remove(part);
            }
        }
    }

    private <P extends Part> P add(P part) {
        parts.add(part);
        if (closed) {
            part.end(); // whoever ended the session may have missed it
        }
        return part;
    }

    /** Those that are not closed. */
    final int parts() {
        return parts.size();
    }

    final void remove(Part part) {
        parts.remove(part);
    }

    final void detach() {
        parts.forEach(Part::detach);
    }

    /** With its connection, which has forgotten it. */
    final void end() {
        closed = true;
        parts.forEach(Part::end);
        parts.clear();
    }

    @Override
    public void close() {
        if (!closed) {
            end();
            connection.closed(this);
        }
    }

    // --- messages

    @Override
    public Message createMessage() throws JMSException {
        return physical().createMessage();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        return physical().createTextMessage();
    }

    @Override
    public TextMessage createTextMessage(String text) throws JMSException {
        return physical().createTextMessage(text);
    }

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        return physical().createBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        return physical().createMapMessage();
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        return physical().createStreamMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        return physical().createObjectMessage();
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        return physical().createObjectMessage(object);
    }

    // --- destinations

    @Override
    public Queue createQueue(String name) throws JMSException {
        return physical().createQueue(name);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        return physical().createTopic(name);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        return managed().temporaries().add(physical().createTemporaryQueue());
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        return managed().temporaries().add(physical().createTemporaryTopic());
    }

    // --- producers, consumers, browsers

    @Override
    public MessageProducer createProducer(Destination destination) throws JMSException {
        return producer(session -> session.createProducer(destination));
    }

    final ProducerHandle producer(Physical.Opening<? extends MessageProducer> opening) throws JMSException {
        return ProducerHandle.open(this, opening);
    }

    final ConsumerHandle consumer(Physical.Opening<? extends MessageConsumer> opening) throws JMSException {
        return ConsumerHandle.open(this, opening);
    }

    @Override
    public MessageConsumer createConsumer(Destination destination) throws JMSException {
        return consumer(session -> session.createConsumer(destination));
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, String selector) throws JMSException {
        return consumer(session -> session.createConsumer(destination, selector));
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, String selector, boolean noLocal) throws JMSException {
        return consumer(session -> session.createConsumer(destination, selector, noLocal));
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        return consumer(session -> session.createSharedConsumer(topic, name));
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name, String selector) throws JMSException {
        return consumer(session -> session.createSharedConsumer(topic, name, selector));
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
        return consumer(session -> session.createDurableSubscriber(topic, name));
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name, String selector, boolean noLocal) throws JMSException {
        return consumer(session -> session.createDurableSubscriber(topic, name, selector, noLocal));
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        return consumer(session -> session.createDurableConsumer(topic, name));
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal) throws JMSException {
        return consumer(session -> session.createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
        return consumer(session -> session.createSharedDurableConsumer(topic, name));
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector) throws JMSException {
        return consumer(session -> session.createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    /** It stays with the managed connection that it was made on. */
    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
        return add(new BrowserHandle(this, physical().createBrowser(queue, selector)));
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        physical().unsubscribe(name);
    }

    // --- transactions and acknowledgement are the container's

    @Override
    public boolean getTransacted() throws JMSException {
        return managed().isInTransaction();
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        return managed().isInTransaction() ? Session.SESSION_TRANSACTED : Modes.outsideTransaction(mode);
    }

    @Override
    public void commit() throws JMSException {
        throw forbidden("commit");
    }

    @Override
    public void rollback() throws JMSException {
        throw forbidden("rollback");
    }

    private JMSException forbidden(String what) throws JMSException {
        managed();
        return ConnectionHandle.forbidden(what, "the container begins and ends transactions");
    }

    /** Nothing to do outside of a transaction: what a receive call has returned is acknowledged. */
    @Override
    public void recover() throws JMSException {
        if (managed().isInTransaction()) {
            throw JmsErrors.illegalState("recover is not for a session in a transaction, which is rolled back instead");
        }
    }

    // --- what an application may not (JMS 12.2)

    @Override
    public MessageListener getMessageListener() throws JMSException {
        throw listenerForbidden();
    }

    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        throw listenerForbidden();
    }

    static JMSException listenerForbidden() {
        return ConnectionHandle.forbidden("a MessageListener", "message-driven beans are what a server has for that");
    }

    @Override
    public void run() {
        throw JmsErrors.toRuntime(ConnectionHandle.forbidden("run", "message-driven beans are what a server has for that"));
    }
}

package io.postrider.ra.outbound;

import static io.postrider.jms.error.JmsErrors.unchecked;
import static io.postrider.jms.error.JmsErrors.uncheckedRun;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
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
import java.io.Serializable;

/**
 * A connection handle and its one session in one (JMS 2.8.4, 12.3); what a server injects and what an application creates. Every call goes
 * to one of them, with the runtime twin of what it throws. Threads as the handles'.
 */
final class ContextHandle implements JMSContext {
    private final ConnectionHandle connection;
    private final int mode;
    private Session session;
    private MessageProducer producer;
    private boolean autoStart = true;

    /** @param mode one of the constants of JMSContext */
    ContextHandle(ConnectionHandle connection, int mode) {
        this.connection = connection;
        this.mode = mode;
    }

    private synchronized Session session() throws JMSException {
        if (session == null) {
            session = connection.createSession(mode);
        }
        return session;
    }

    /** The producer without a destination that all JMSProducers of this context send with. */
    synchronized MessageProducer producer() throws JMSException {
        if (producer == null) {
            producer = session().createProducer(null);
        }
        return producer;
    }

    // --- the connection

    @Override
    public String getClientID() {
        return unchecked(connection::getClientID);
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return unchecked(connection::getMetaData);
    }

    @Override
    public void start() {
        uncheckedRun(connection::start);
    }

    @Override
    public void setAutoStart(boolean autoStart) {
        uncheckedRun(connection::managed);
        this.autoStart = autoStart;
    }

    @Override
    public boolean getAutoStart() {
        uncheckedRun(connection::managed);
        return autoStart;
    }

    /** Gives the connection back to the server. */
    @Override
    public void close() {
        uncheckedRun(connection::close);
    }

    // --- what an application may not (JMS 12.2)

    @Override
    public JMSContext createContext(int sessionMode) {
        throw JmsErrors.toRuntime(ConnectionHandle.forbidden("createContext of a JMSContext", "it would be a second session of one connection"));
    }

    @Override
    public void setClientID(String clientId) {
        uncheckedRun(() -> connection.setClientID(clientId));
    }

    @Override
    public void stop() {
        uncheckedRun(connection::stop);
    }

    @Override
    public ExceptionListener getExceptionListener() {
        return unchecked(connection::getExceptionListener);
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) {
        uncheckedRun(() -> connection.setExceptionListener(listener));
    }

    // --- messages

    @Override
    public Message createMessage() {
        return unchecked(() -> session().createMessage());
    }

    @Override
    public TextMessage createTextMessage() {
        return unchecked(() -> session().createTextMessage());
    }

    @Override
    public TextMessage createTextMessage(String text) {
        return unchecked(() -> session().createTextMessage(text));
    }

    @Override
    public BytesMessage createBytesMessage() {
        return unchecked(() -> session().createBytesMessage());
    }

    @Override
    public MapMessage createMapMessage() {
        return unchecked(() -> session().createMapMessage());
    }

    @Override
    public StreamMessage createStreamMessage() {
        return unchecked(() -> session().createStreamMessage());
    }

    @Override
    public ObjectMessage createObjectMessage() {
        return unchecked(() -> session().createObjectMessage());
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) {
        return unchecked(() -> session().createObjectMessage(object));
    }

    // --- destinations

    @Override
    public Queue createQueue(String name) {
        return unchecked(() -> session().createQueue(name));
    }

    @Override
    public Topic createTopic(String name) {
        return unchecked(() -> session().createTopic(name));
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return unchecked(() -> session().createTemporaryQueue());
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return unchecked(() -> session().createTemporaryTopic());
    }

    // --- producers, consumers, browsers

    @Override
    public JMSProducer createProducer() {
        return unchecked(() -> {
            producer();
            return new ContextProducer(this);
        });
    }

    @Override
    public JMSConsumer createConsumer(Destination destination) {
        return consumer(() -> session().createConsumer(destination));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector) {
        return consumer(() -> session().createConsumer(destination, selector));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector, boolean noLocal) {
        return consumer(() -> session().createConsumer(destination, selector, noLocal));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name) {
        return consumer(() -> session().createDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal) {
        return consumer(() -> session().createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
        return consumer(() -> session().createSharedDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
        return consumer(() -> session().createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name) {
        return consumer(() -> session().createSharedConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
        return consumer(() -> session().createSharedConsumer(topic, name, selector));
    }

    /** Creating a consumer starts the connection (JMS 2.8.4.3), unless the application has said otherwise. */
    private JMSConsumer consumer(JmsErrors.Call<MessageConsumer> create) {
        return unchecked(() -> {
            ConsumerHandle consumer = (ConsumerHandle) create.call();
            startUnlessTold();
            return new ContextConsumer(consumer);
        });
    }

    private void startUnlessTold() throws JMSException {
        if (autoStart) {
            connection.start();
        }
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) {
        return unchecked(() -> {
            QueueBrowser browser = session().createBrowser(queue, selector);
            startUnlessTold();
            return browser;
        });
    }

    @Override
    public void unsubscribe(String name) {
        uncheckedRun(() -> session().unsubscribe(name));
    }

    // --- the session

    @Override
    public int getSessionMode() {
        return unchecked(() -> session().getAcknowledgeMode());
    }

    @Override
    public boolean getTransacted() {
        return unchecked(() -> session().getTransacted());
    }

    /** Nothing to do: the session has acknowledged, or its transaction does. */
    @Override
    public void acknowledge() {
        uncheckedRun(connection::managed);
    }

    @Override
    public void commit() {
        uncheckedRun(() -> session().commit());
    }

    @Override
    public void rollback() {
        uncheckedRun(() -> session().rollback());
    }

    @Override
    public void recover() {
        uncheckedRun(() -> session().recover());
    }
}

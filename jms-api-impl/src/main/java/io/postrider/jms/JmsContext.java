package io.postrider.jms;

import static io.postrider.jms.error.JmsErrors.unchecked;
import static io.postrider.jms.error.JmsErrors.uncheckedRun;

import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.frame.AcknowledgeMode;
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
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;

/**
 * A connection and a session in one (specification 2.8.4): every call goes to one of them, with the runtime twin of what it throws.
 * Used by one thread at a time, as a session. The session is opened by the first call that needs it, so that a client id can be
 * set before.
 */
class JmsContext implements JMSContext {
    private final SharedConnection shared;
    private final JmsConnection connection;
    private final AcknowledgeMode mode;
    private final Closing closing = new Closing();
    private volatile JmsSession session;
    private JmsMessageProducer producer;
    private boolean autoStart = true;
    private volatile boolean closed;

    /** @param sessionMode one of the constants of JMSContext */
    JmsContext(SharedConnection shared, int sessionMode) throws JMSException {
        this.mode = SessionMode.of(sessionMode);
        this.shared = shared;
        this.connection = shared.connection();
        shared.join();
    }

    final synchronized JmsSession session() throws JMSException {
        if (closed) {
            throw JmsErrors.closed("context");
        }
        if (session == null) {
            JmsSession opened = open(connection);
            if (closed) {
                opened.close();
                throw JmsErrors.closed("context");
            }
            session = opened;
        }
        return session;
    }

    /** Opens its session. */
    JmsSession open(JmsConnection on) throws JMSException {
        return new JmsSession(on, on.openSession(mode));
    }

    /** The producer without a destination that all JMSProducers of this context send with. */
    synchronized JmsMessageProducer producer() throws JMSException {
        if (producer == null) {
            producer = session().open(new JmsMessageProducer(session(), null));
        }
        return producer;
    }

    private JmsConnection connection() throws JMSException {
        if (closed) {
            throw JmsErrors.closed("context");
        }
        return connection;
    }

    // --- contexts and the connection

    @Override
    public JMSContext createContext(int sessionMode) {
        return unchecked(() -> {
            connection().requireOpen();
            return new JmsContext(shared, sessionMode);
        });
    }

    @Override
    public String getClientID() {
        return unchecked(() -> connection().getClientID());
    }

    @Override
    public void setClientID(String clientId) {
        uncheckedRun(() -> connection().setClientID(clientId));
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return unchecked(() -> connection().getMetaData());
    }

    @Override
    public ExceptionListener getExceptionListener() {
        return unchecked(() -> connection().getExceptionListener());
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) {
        uncheckedRun(() -> connection().setExceptionListener(listener));
    }

    @Override
    public void start() {
        uncheckedRun(() -> connection().start());
    }

    @Override
    public void stop() {
        uncheckedRun(() -> connection().stop());
    }

    @Override
    public void setAutoStart(boolean autoStart) {
        uncheckedRun(() -> {
            connection();
            this.autoStart = autoStart;
        });
    }

    @Override
    public boolean getAutoStart() {
        return unchecked(() -> {
            connection();
            return autoStart;
        });
    }

    /** Closes the session, and the connection with its last context. */
    @Override
    public void close() {
        uncheckedRun(() -> {
            JmsSession open = session;
            if (!closed && open != null) {
                open.callbacks().requireNotListening("close its context");
                open.callbacks().requireNotCompleting("close its context");
            }
            if (!closing.begin()) {
                connection.await(closing, "the context");
                return;
            }
            try {
                closeOnce();
            } finally {
                closing.end();
            }
        });
    }

    private void closeOnce() throws JMSException {
        try {
            JmsSession open = session;
            if (open != null) {
                open.close();
            }
        } finally {
            closed = true;
            if (shared.leave()) {
                shared.connection().close();
            }
        }
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
            session().requireOpen();
            return new JmsProducer(this::producer);
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

    /** Creating a consumer starts the connection (2.8.4.3), unless the application has said otherwise. */
    private JMSConsumer consumer(JmsErrors.Call<MessageConsumer> create) {
        return unchecked(() -> {
            JmsConsumer consumer = new JmsConsumer((JmsMessageConsumer) create.call());
            startUnlessTold();
            return consumer;
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
        return unchecked(() -> {
            connection();
            return SessionMode.of(mode);
        });
    }

    @Override
    public boolean getTransacted() {
        return unchecked(() -> {
            connection();
            return mode == AcknowledgeMode.TRANSACTED;
        });
    }

    @Override
    public void acknowledge() {
        uncheckedRun(() -> session().acknowledge());
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

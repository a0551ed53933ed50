package io.postrider.jms;

import io.postrider.jms.client.BrokerClient;
import io.postrider.jms.client.ConsumerSpec;
import io.postrider.jms.client.SessionState;
import io.postrider.jms.client.Waiting;
import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection (specification 6.1). Any thread; its monitor orders start, stop and the opening of sessions, and is never held
 * while waiting.
 */
public class JmsConnection implements Connection, TemporaryOwner {
    private final OpenConnection open;
    private final BrokerClient client;
    private final Set<JmsSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<JmsConnectionConsumer> consumers = ConcurrentHashMap.newKeySet();
    private final AtomicLong temporaries = new AtomicLong();
    private final Closing closing = new Closing();
    private volatile boolean closed;
    private volatile String clientId;
    private volatile boolean used;
    private boolean started;

    JmsConnection(OpenConnection open) {
        this.open = open;
        this.client = open.client();
        this.clientId = open.configuredClientId();
    }

    OpenConnection open() {
        return open;
    }

    // --- identity

    @Override
    public String getClientID() throws JMSException {
        requireOpen();
        return clientId;
    }

    /** Only as the first thing after the connection was made, and not if the factory has set one. */
    @Override
    public void setClientID(String id) throws JMSException {
        if (id == null || id.isEmpty()) {
            throw JmsErrors.invalidClientId("a client id cannot be " + (id == null ? "null" : "empty"));
        }
        requireOpen();
        if (clientId != null) {
            throw JmsErrors.illegalState("the client id is '" + clientId + "' already and cannot be changed");
        }
        if (used) {
            throw JmsErrors.illegalState("the client id can only be set before the connection is used for anything else");
        }
        open.waiting().on(client.setClientId(id), "setting client id '" + id + "'");
        clientId = id;
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        requireOpen();
        return JmsMetaData.INSTANCE;
    }

    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        requireOpen();
        return open.events().listener();
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        requireOpen();
        open.events().listener(listener);
    }

    // --- sessions

    @Override
    public Session createSession() throws JMSException {
        return createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public Session createSession(int sessionMode) throws JMSException {
        return new JmsSession(this, openSession(SessionMode.of(sessionMode)));
    }

    @Override
    public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        return new JmsSession(this, openSession(mode(transacted, acknowledgeMode)));
    }

    static AcknowledgeMode mode(boolean transacted, int acknowledgeMode) throws JMSException {
        if (transacted) {
            return AcknowledgeMode.TRANSACTED;
        }
        if (acknowledgeMode == Session.SESSION_TRANSACTED) {
            throw JmsErrors.failed("a session that is not transacted cannot have the mode SESSION_TRANSACTED", null);
        }
        return SessionMode.of(acknowledgeMode);
    }

    SessionState openSession(AcknowledgeMode mode) throws JMSException {
        requireOpen();
        used = true;
        return open.waiting().on(client.openSession(mode), "opening a session");
    }

    /** For one that may work in branches of global transactions. */
    SessionState openXaSession() throws JMSException {
        requireOpen();
        used = true;
        return open.waiting().on(client.openXaSession(), "opening a session");
    }

    /** Starts it too if the connection is started. */
    synchronized void add(JmsSession session) throws JMSException {
        requireOpen();
        sessions.add(session);
        if (started) {
            session.start();
        }
    }

    void remove(JmsSession session) {
        sessions.remove(session);
    }

    // --- start, stop, close

    @Override
    public void start() throws JMSException {
        requireOpen();
        used = true;
        synchronized (this) {
            started = true;
            sessions.forEach(JmsSession::start);
            consumers.forEach(consumer -> consumer.running(true));
        }
    }

    @Override
    public void stop() throws JMSException {
        requireOpen();
        for (JmsSession session : sessions) {
            session.callbacks().requireNotListening("stop its connection");
        }
        used = true;
        synchronized (this) {
            started = false;
            consumers.forEach(consumer -> consumer.running(false));
        }
        for (JmsSession session : sessions) {
            session.stop();
        }
    }

    @Override
    public void close() throws JMSException {
        for (JmsSession session : sessions) {
            session.callbacks().requireNotListening("close its connection");
            session.callbacks().requireNotCompleting("close its connection");
        }
        if (!closing.begin()) {
            closing.await("the connection", open.waiting().requestTimeoutMs());
            return;
        }
        try {
            closeSessions();
        } finally {
            closed = true;
            try {
                open.waiting().onClosing(client.close(), "closing the connection");
            } finally {
                closing.end();
            }
        }
    }

    /** Waits until another thread has closed something of this connection, unless that thread may be waiting for the caller. */
    void await(Closing of, String what) throws JMSException {
        for (JmsSession session : sessions) {
            if (session.callbacks().isCurrentThread()) {
                return;
            }
        }
        of.await(what, open.waiting().requestTimeoutMs());
    }

    /** Listeners may use any session of the connection until they have returned, so all are waited for before the first is closed. */
    private void closeSessions() throws JMSException {
        consumers.forEach(JmsConnectionConsumer::release);
        for (JmsSession session : sessions) {
            session.quiesce();
        }
        for (JmsSession session : sessions) {
            session.complete();
        }
        for (JmsSession session : sessions) {
            session.close();
        }
        for (JmsConnectionConsumer consumer : consumers) {
            consumer.close();
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    void requireOpen() throws JMSException {
        if (closed) {
            throw JmsErrors.closed("connection");
        }
        if (open.events().lost() != null) {
            throw open.events().lost().toJms("this connection");
        }
    }

    // --- temporary destinations

    /** @param waiting of the session */
    DestinationName createTemporary(DestinationName.Kind kind, Waiting waiting) throws JMSException {
        DestinationName name = new DestinationName(kind, temporaryPrefix() + temporaries.incrementAndGet());
        waiting.on(client.createTemporary(name), "creating " + name);
        return name;
    }

    @Override
    public void delete(JmsDestination destination) throws JMSException {
        requireOpen();
        open.waiting().on(client.deleteTemporary(destination.name()), "deleting " + destination);
    }

    @Override
    public void deleteAtOnce(JmsDestination destination) throws JMSException {
        requireOpen();
        open.waiting().atOnce(() -> client.deleteTemporary(destination.name()), "deleting " + destination);
    }

    /** Whether that temporary destination ends with this connection, wherever the object came from. */
    boolean owns(JmsDestination destination) {
        return destination.name().name().startsWith(temporaryPrefix());
    }

    private String temporaryPrefix() {
        return "temp-" + client.connectionId() + "-";
    }

    // --- connection consumers

    @Override
    public ConnectionConsumer createConnectionConsumer(Destination destination, String selector, ServerSessionPool pool, int maxMessages)
            throws JMSException {
        return consume(Subscribing.consumer(this, destination, selector, false), pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(Topic topic, String subscriptionName, String selector, ServerSessionPool pool,
            int maxMessages) throws JMSException {
        return consume(Subscribing.named(this, SubscriptionKind.SHARED, topic, subscriptionName, selector, false), pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(Topic topic, String subscriptionName, String selector, ServerSessionPool pool,
            int maxMessages) throws JMSException {
        return consume(Subscribing.named(this, SubscriptionKind.DURABLE, topic, subscriptionName, selector, false), pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(Topic topic, String subscriptionName, String selector, ServerSessionPool pool,
            int maxMessages) throws JMSException {
        return consume(Subscribing.named(this, SubscriptionKind.SHARED_DURABLE, topic, subscriptionName, selector, false), pool, maxMessages);
    }

    private ConnectionConsumer consume(ConsumerSpec spec, ServerSessionPool pool, int maxMessages) throws JMSException {
        requireOpen();
        if (pool == null) {
            throw JmsErrors.failed("a ServerSessionPool cannot be null", null);
        }
        if (maxMessages < 1) {
            throw JmsErrors.failed("maxMessages " + maxMessages + "; expected 1 or more messages for a server session at a time", null);
        }
        JmsConnectionConsumer consumer = JmsConnectionConsumer.open(this, spec, pool, maxMessages);
        synchronized (this) {
            requireOpen();
            consumers.add(consumer);
            consumer.running(started);
        }
        return consumer;
    }

    void remove(JmsConnectionConsumer consumer) {
        consumers.remove(consumer);
    }
}

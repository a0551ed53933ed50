package io.postrider.jms;

import io.postrider.jms.ack.Acknowledgement;
import io.postrider.jms.client.BrokerClient;
import io.postrider.jms.client.ConsumerSpec;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.SessionClosed;
import io.postrider.jms.client.SessionState;
import io.postrider.jms.client.Waiting;
import io.postrider.jms.error.JmsErrors;
import io.postrider.jms.message.DeliveryFacts;
import io.postrider.jms.message.JmsBytesMessage;
import io.postrider.jms.message.JmsMapMessage;
import io.postrider.jms.message.JmsMessage;
import io.postrider.jms.message.JmsMessages;
import io.postrider.jms.message.JmsObjectMessage;
import io.postrider.jms.message.JmsStreamMessage;
import io.postrider.jms.message.JmsTextMessage;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.message.DestinationName;
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

/**
 * A session (specification 6.2). Used by one thread of the application at a time, or by its own thread of control for listeners;
 * close, start and stop are for any thread.
 */
public class JmsSession implements Session {
    private final JmsConnection connection;
    private final SessionState state;
    private final BrokerClient client;
    private final Waiting waiting;
    private final Acknowledgement acknowledgement;
    private final Callbacks callbacks;
    private final Outbox outbox;
    private final UnitOfWork work;
    private final Consumers consumers = new Consumers();
    private final Closing closing = new Closing();
    private volatile boolean closed;

    JmsSession(JmsConnection connection, SessionState state) throws JMSException {
        OpenConnection open = connection.open();
        this.connection = connection;
        this.state = state;
        this.client = open.client();
        this.waiting = open.waiting().apart();
        this.acknowledgement = Acknowledgement.of(state, client, waiting);
        this.callbacks = new Callbacks(this, open, waiting.requestTimeoutMs());
        this.outbox = new Outbox(connection, state, waiting, callbacks.completions());
        this.work = new UnitOfWork(state, client, waiting, acknowledgement, consumers);
        connection.add(this);
    }

    JmsConnection connection() {
        return connection;
    }

    SessionState state() {
        return state;
    }

    Acknowledgement acknowledgement() {
        return acknowledgement;
    }

    /** Ends with this session. */
    Waiting waiting() {
        return waiting;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    Outbox outbox() {
        return outbox;
    }

    // --- messages

    @Override
    public Message createMessage() throws JMSException {
        requireOpen();
        return new JmsMessage();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        requireOpen();
        return new JmsTextMessage();
    }

    @Override
    public TextMessage createTextMessage(String text) throws JMSException {
        TextMessage message = createTextMessage();
        message.setText(text);
        return message;
    }

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        requireOpen();
        return new JmsBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        requireOpen();
        return new JmsMapMessage();
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        requireOpen();
        return new JmsStreamMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        requireOpen();
        return new JmsObjectMessage();
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        ObjectMessage message = createObjectMessage();
        message.setObject(object);
        return message;
    }

    // --- destinations

    @Override
    public Queue createQueue(String name) throws JMSException {
        requireOpen();
        return JmsDestination.queue(name);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        requireOpen();
        return JmsDestination.topic(name);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        requireOpen();
        return new JmsTemporaryQueue(connection.createTemporary(DestinationName.Kind.TEMPORARY_QUEUE, waiting), connection);
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        requireOpen();
        return new JmsTemporaryTopic(connection.createTemporary(DestinationName.Kind.TEMPORARY_TOPIC, waiting), connection);
    }

    // --- producers, consumers, browsers

    @Override
    public MessageProducer createProducer(Destination destination) throws JMSException {
        JmsDestination to = destination == null ? null : JmsDestination.from(destination);
        return open(new JmsMessageProducer(this, to));
    }

    /** Resolves the destination of a producer, unless it has none. */
    final <P extends JmsMessageProducer> P open(P producer) throws JMSException {
        requireOpen();
        JmsDestination to = producer.destination();
        if (to != null) {
            waiting.on(client.openProducer(state, to.name()), "opening a producer for " + to);
        }
        return producer;
    }

    @Override
    public MessageConsumer createConsumer(Destination destination) throws JMSException {
        return createConsumer(destination, null, false);
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, String selector) throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, String selector, boolean noLocal) throws JMSException {
        return open(new JmsMessageConsumer(this, Subscribing.consumer(connection, destination, selector, noLocal)));
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name, String selector) throws JMSException {
        return open(new JmsMessageConsumer(this, Subscribing.named(connection, SubscriptionKind.SHARED, topic, name, selector, false)));
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
        return createDurableSubscriber(topic, name, null, false);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name, String selector, boolean noLocal) throws JMSException {
        return open(new JmsTopicSubscriber(this, Subscribing.named(connection, SubscriptionKind.DURABLE, topic, name, selector, noLocal)));
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal) throws JMSException {
        return open(new JmsMessageConsumer(this, Subscribing.named(connection, SubscriptionKind.DURABLE, topic, name, selector, noLocal)));
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector) throws JMSException {
        return open(new JmsMessageConsumer(this, Subscribing.named(connection, SubscriptionKind.SHARED_DURABLE, topic, name, selector, false)));
    }

    /** Opens a consumer at the broker and lets it be filled. */
    final <C extends JmsMessageConsumer> C open(C consumer) throws JMSException {
        requireOpen();
        if (callbacks.distinguished().get() != null) {
            throw JmsErrors.illegalState("this session has a MessageListener of its own for connection consumers, and can have no consumers");
        }
        consumer.opened(waiting.on(client.openConsumer(state, consumer.spec(), consumer.prefetch()), "consuming " + consumer.spec().destination()));
        consumers.add(consumer);
        return consumer;
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
        JmsDestination from = Subscribing.requireConsumable(connection, queue);
        requireOpen();
        JmsQueueBrowser browser = new JmsQueueBrowser(this, (JmsQueue) from, ConsumerSpec.browser(from.name(), Subscribing.selector(selector)));
        browser.check();
        consumers.add(browser);
        return browser;
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        requireOpen();
        waiting.on(client.unsubscribe(Subscribing.requireName(name)), "unsubscribing '" + name + "'");
    }

    Consumers consumers() {
        return consumers;
    }

    // --- acknowledgement and transactions

    @Override
    public int getAcknowledgeMode() throws JMSException {
        requireOpen();
        return state.isXa() ? Session.SESSION_TRANSACTED : SessionMode.of(state.mode());
    }

    @Override
    public boolean getTransacted() throws JMSException {
        requireOpen();
        return isTransacted();
    }

    /** Whether its work is committed or rolled back as a whole, by the session itself or by a transaction manager. */
    final boolean isTransacted() {
        return state.mode() == AcknowledgeMode.TRANSACTED || state.isXa();
    }

    /** What {@code Message.acknowledge} does to every message of this session (3.6). */
    final void acknowledge() throws JMSException {
        requireOpen();
        acknowledgement.acknowledge();
    }

    @Override
    public void recover() throws JMSException {
        requireOpen();
        if (isTransacted()) {
            throw JmsErrors.illegalState("recover is not for a transacted session, which has rollback");
        }
        work.recover();
    }

    /** A listener threw an exception: what it had comes again. */
    final void recoverHandedOver() throws JMSException {
        work.recover();
    }

    @Override
    public void commit() throws JMSException {
        requireTransaction("commit");
        work.commit();
    }

    @Override
    public void rollback() throws JMSException {
        requireTransaction("roll back");
        work.rollback();
    }

    private void requireTransaction(String action) throws JMSException {
        requireOpen();
        if (state.isXa()) {
            throw JmsErrors.transactionInProgress("an XASession cannot " + action + " itself, its transaction manager does");
        }
        if (!isTransacted()) {
            throw JmsErrors.illegalState("only a transacted session can " + action);
        }
        callbacks.requireNotCompleting(action);
        callbacks.awaitCompletions(null);
    }

    // --- what a connection consumer gives to it

    @Override
    public MessageListener getMessageListener() throws JMSException {
        requireOpen();
        return callbacks.distinguished().get();
    }

    /** With such a listener there is no other way to get messages in this session. */
    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        requireOpen();
        if (listener != null && !consumers.isEmpty()) {
            throw JmsErrors.illegalState("a session with consumers cannot have a MessageListener of its own, which is for connection consumers");
        }
        callbacks.distinguished().set(listener);
    }

    @Override
    public void run() {
        callbacks.distinguished().run();
    }

    final void assign(Assignment assignment) throws JMSException {
        callbacks.distinguished().assign(assignment);
    }

    final void retract(Assignment assignment) {
        callbacks.distinguished().retract(assignment);
    }

    /** A message as the application gets it. */
    final JmsMessage message(Delivery delivery, JmsDestination destination) {
        JmsMessage message = JmsMessages.decode(delivery.message(), delivery.body(),
                new DeliveryFacts(destination, delivery.persistent(), delivery.priority(), delivery.redelivered(), delivery.deliveryCount()),
                connection.open().settings().allowList());
        message.acknowledgeWith(this::acknowledge);
        return message;
    }

    // --- start, stop, close

    /** Called by its connection. */
    final void start() {
        consumers.running(true);
        callbacks.start();
    }

    /** Called by its connection; waits for a running listener. */
    final void stop() throws JMSException {
        consumers.running(false);
        callbacks.stop();
    }

    @Override
    public void close() throws JMSException {
        if (!closed) {
            callbacks.requireNotListening("close its session");
            callbacks.requireNotCompleting("close its session");
        }
        if (!closing.begin()) {
            awaitClosed();
            return;
        }
        try {
            quiesce();
            complete();
            callbacks.closeCompletions();
        } finally {
            closed = true;
            closeAtBroker();
        }
    }

    /** Waits until the thread that has begun to close it has closed it. */
    final void awaitClosed() throws JMSException {
        connection.await(closing, "the session");
    }

    private void end(SessionClosed cause) {
        closed = true;
        waiting.end(cause);
        state.closed(cause);
        consumers.close();
        callbacks.completions().close();
        connection.remove(this);
        closing.end();
    }

    /** Ends deliveries and waits for receive calls and listeners; the session remains usable, since they may need it to finish (6.1.8). */
    final void quiesce() throws JMSException {
        consumers.release();
        callbacks.closeListeners();
        consumers.awaitReceive();
    }

    /** Ends sends that wait for credit and waits for asynchronous ones and their callbacks, which may still use the session. */
    final void complete() throws JMSException {
        outbox.close();
        callbacks.awaitCompletions(null);
    }

    private void closeAtBroker() throws JMSException {
        boolean settled = false;
        try {
            acknowledgement.flush();
            waiting.onClosing(client.closeSession(state, acknowledgement.handedOver()), "closing a session");
            settled = true;
        } finally {
            end(new SessionClosed(settled));
        }
    }

    final void requireOpen() throws JMSException {
        if (closed) {
            throw JmsErrors.closed("session");
        }
        connection.requireOpen();
    }

    final boolean isClosed() {
        return closed;
    }
}

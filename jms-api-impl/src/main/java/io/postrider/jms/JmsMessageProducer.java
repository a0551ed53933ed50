package io.postrider.jms;

import io.postrider.jms.client.BrokerRefusal;
import io.postrider.jms.client.Completions;
import io.postrider.jms.error.JmsErrors;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.util.concurrent.atomic.AtomicReference;

/** A producer with or without a destination of its own (specification 7.1). Used by the thread that uses its session. */
class JmsMessageProducer implements MessageProducer, Completions.Producer {
    private static final int PRIORITY_MAX = 9;

    private final JmsSession session;
    private final JmsDestination destination;
    private final AtomicReference<BrokerRefusal> refusedLater = new AtomicReference<>();
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLive = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelay = Message.DEFAULT_DELIVERY_DELAY;
    private boolean messageIdDisabled;
    private boolean timestampDisabled;
    private volatile boolean closed;

    /** @param destination null for a producer that is told with each message */
    JmsMessageProducer(JmsSession session, JmsDestination destination) {
        this.session = session;
        this.destination = destination;
    }

    final JmsDestination destination() {
        return destination;
    }

    /** On the event loop: a message that nobody waits for was refused; the next call says so. */
    final void refusedLater(BrokerRefusal refusal) {
        refusedLater.set(refusal);
    }

    // --- sending

    @Override
    public void send(Message message) throws JMSException {
        send(message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(Message message, int mode, int priority, long timeToLive) throws JMSException {
        send(own(message), message, mode, priority, timeToLive);
    }

    @Override
    public void send(Destination to, Message message) throws JMSException {
        send(to, message, deliveryMode, priority, timeToLive);
    }

    @Override
    public void send(Destination to, Message message, int mode, int priority, long timeToLive) throws JMSException {
        send(given(to, message), message, mode, priority, timeToLive);
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        send(message, deliveryMode, priority, timeToLive, listener);
    }

    @Override
    public void send(Message message, int mode, int priority, long timeToLive, CompletionListener listener) throws JMSException {
        sendAsync(own(message), message, mode, priority, timeToLive, listener);
    }

    @Override
    public void send(Destination to, Message message, CompletionListener listener) throws JMSException {
        send(to, message, deliveryMode, priority, timeToLive, listener);
    }

    @Override
    public void send(Destination to, Message message, int mode, int priority, long timeToLive, CompletionListener listener) throws JMSException {
        sendAsync(given(to, message), message, mode, priority, timeToLive, listener);
    }

    private void send(JmsDestination to, Message message, int mode, int priority, long timeToLive) throws JMSException {
        Outbox.Options options = options(mode, priority, timeToLive);
        requireUsable();
        session.outbox().send(this, to, message, options);
    }

    private void sendAsync(JmsDestination to, Message message, int mode, int priority, long timeToLive, CompletionListener listener)
            throws JMSException {
        if (listener == null) {
            throw new IllegalArgumentException("a CompletionListener cannot be null; there is a send without one");
        }
        Outbox.Options options = options(mode, priority, timeToLive);
        requireUsable();
        session.outbox().sendAsync(this, to, message, options, listener);
    }

    private Outbox.Options options(int mode, int priority, long timeToLive) throws JMSException {
        return new Outbox.Options(requireMode(mode) == DeliveryMode.PERSISTENT, requirePriority(priority), requireDuration("time to live", timeToLive),
                deliveryDelay, !timestampDisabled);
    }

    private JmsDestination own(Message message) throws JMSException {
        requireMessage(message);
        if (destination == null) {
            throw new UnsupportedOperationException("this producer was created without a destination; use a send that names one");
        }
        return destination;
    }

    private JmsDestination given(Destination to, Message message) throws JMSException {
        requireMessage(message);
        JmsDestination given = JmsDestination.from(to);
        if (destination != null) {
            throw new UnsupportedOperationException("this producer sends to " + destination + "; use a send that names no destination");
        }
        return given;
    }

    private static void requireMessage(Message message) throws JMSException {
        if (message == null) {
            throw JmsErrors.messageFormat("null is not a message");
        }
    }

    private void requireUsable() throws JMSException {
        requireOpen();
        BrokerRefusal earlier = refusedLater.getAndSet(null);
        if (earlier != null) {
            throw earlier.toJms("an earlier message of this producer");
        }
    }

    @Override
    public final boolean isClosed() {
        return closed;
    }

    final void requireOpen() throws JMSException {
        if (closed) {
            throw JmsErrors.closed("producer");
        }
        session.requireOpen();
    }

    // --- what is sent unless a call says otherwise

    @Override
    public Destination getDestination() throws JMSException {
        requireOpen();
        return destination;
    }

    @Override
    public void setDisableMessageID(boolean disabled) throws JMSException {
        requireOpen();
        messageIdDisabled = disabled; // a hint (7.9), and the id costs nothing
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        requireOpen();
        return messageIdDisabled;
    }

    @Override
    public void setDisableMessageTimestamp(boolean disabled) throws JMSException {
        requireOpen();
        timestampDisabled = disabled;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        requireOpen();
        return timestampDisabled;
    }

    @Override
    public void setDeliveryMode(int mode) throws JMSException {
        requireMode(mode);
        requireOpen();
        deliveryMode = mode;
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        requireOpen();
        return deliveryMode;
    }

    @Override
    public void setPriority(int given) throws JMSException {
        requirePriority(given);
        requireOpen();
        priority = given;
    }

    @Override
    public int getPriority() throws JMSException {
        requireOpen();
        return priority;
    }

    @Override
    public void setTimeToLive(long milliseconds) throws JMSException {
        requireDuration("time to live", milliseconds);
        requireOpen();
        timeToLive = milliseconds;
    }

    @Override
    public long getTimeToLive() throws JMSException {
        requireOpen();
        return timeToLive;
    }

    @Override
    public void setDeliveryDelay(long milliseconds) throws JMSException {
        requireDuration("delivery delay", milliseconds);
        requireOpen();
        deliveryDelay = milliseconds;
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        requireOpen();
        return deliveryDelay;
    }

    static int requireMode(int mode) throws JMSException {
        if (mode != DeliveryMode.PERSISTENT && mode != DeliveryMode.NON_PERSISTENT) {
            throw JmsErrors.failed("delivery mode " + mode + "; expected DeliveryMode.PERSISTENT or NON_PERSISTENT", null);
        }
        return mode;
    }

    static int requirePriority(int priority) throws JMSException {
        if (priority < 0 || priority > PRIORITY_MAX) {
            throw JmsErrors.failed("priority " + priority + "; expected 0 to " + PRIORITY_MAX, null);
        }
        return priority;
    }

    static long requireDuration(String what, long milliseconds) throws JMSException {
        if (milliseconds < 0) {
            throw JmsErrors.failed(what + " of " + milliseconds + " ms; expected 0 or more", null);
        }
        return milliseconds;
    }

    /** Waits for this producer's incomplete asynchronous sends and their callbacks (7.3.5). */
    @Override
    public void close() throws JMSException {
        if (session.callbacks().completions().isCallbackOf(this)) {
            if (closed) {
                return;
            }
            throw JmsErrors.illegalState("a CompletionListener cannot close its producer");
        }
        closed = true;
        session.callbacks().awaitCompletions(this);
    }
}

package io.postrider.jms;

import io.postrider.jms.ack.Acknowledgement;
import io.postrider.jms.client.BrokerFailure;
import io.postrider.jms.client.ConnectionLost;
import io.postrider.jms.client.ConsumerSpec;
import io.postrider.jms.client.ConsumerState;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.Dispatch;
import io.postrider.jms.client.Prefetch;
import io.postrider.jms.client.Waiting;
import io.postrider.jms.error.JmsErrors;
import io.postrider.jms.message.JmsMessage;
import io.postrider.transport.message.XidImpl;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A consumer (specification 8). Receives on the thread that uses its session, or calls its listener on the session's thread of
 * control; close is for any thread.
 */
class JmsMessageConsumer implements MessageConsumer, Dispatch.Source {
    private static final long FOREVER = -1;

    private final JmsSession session;
    private final ConsumerSpec spec;
    private final JmsDestination destination;
    private final Prefetch prefetch;
    private final Acknowledgement acknowledgement;
    private final OpenConnection open;
    private final ListenerCalls calls;
    /** Held during a receive call, which close waits for. */
    private final ReentrantLock receiving = new ReentrantLock();
    private final Closing closing = new Closing();
    private volatile MessageListener listener;
    private ConsumerState state;

    JmsMessageConsumer(JmsSession session, ConsumerSpec spec) {
        this.session = session;
        this.spec = spec;
        this.destination = JmsDestination.of(spec.destination());
        this.acknowledgement = session.acknowledgement();
        this.calls = new ListenerCalls(session);
        this.open = session.connection().open();
        this.prefetch = new Prefetch(open.client(), open.settings().prefetch(), open.time());
    }

    ConsumerSpec spec() {
        return spec;
    }

    JmsDestination destination() {
        return destination;
    }

    Prefetch prefetch() {
        return prefetch;
    }

    /** The broker has it now. */
    void opened(ConsumerState consumer) {
        state = consumer;
    }

    void running(boolean running) {
        prefetch.running(running);
    }

    @Override
    public String getMessageSelector() throws JMSException {
        requireOpen();
        return spec.selector();
    }

    // --- receive

    /** Where a receive call takes its messages from. */
    @FunctionalInterface
    private interface Source {
        /** @param ended as in {@link Prefetch#take} */
        Delivery take(int ended) throws BrokerFailure, InterruptedException, TimeoutException;
    }

    /** What a receive call makes of a message before it is acknowledged. */
    @FunctionalInterface
    private interface Use<T> {
        T of(JmsMessage message) throws JMSException;
    }

    @Override
    public Message receive() throws JMSException {
        return receive(0);
    }

    @Override
    public Message receive(long timeoutMs) throws JMSException {
        return receive(within(timeoutMs), message -> message);
    }

    @Override
    public Message receiveNoWait() throws JMSException {
        return receive(now(), message -> message);
    }

    /** {@code JMSConsumer.receiveBody} (8.6). @param timeoutMs 0 = for as long as it takes */
    <T> T receiveBody(Class<T> type, long timeoutMs) throws JMSException {
        return receive(within(timeoutMs), message -> body(message, type));
    }

    <T> T receiveBodyNoWait(Class<T> type) throws JMSException {
        return receive(now(), message -> body(message, type));
    }

    /** Null is for a call that gets no message, so a message without a body cannot give that (8.6). */
    private static <T> T body(JmsMessage message, Class<T> type) throws JMSException {
        T body = message.getBody(type);
        if (body == null) {
            throw JmsErrors.messageFormat("a message without a body has none to be received");
        }
        return body;
    }

    private Source within(long timeoutMs) throws JMSException {
        if (timeoutMs < 0) {
            throw JmsErrors.failed("a timeout of " + timeoutMs + " ms; expected 0 for none, or more", null);
        }
        if (timeoutMs == 0) {
            return ended -> prefetch.take(FOREVER, ended);
        }
        long deadline = open.time().nanosNow() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        return ended -> prefetch.take(Math.max(0, deadline - open.time().nanosNow()), ended);
    }

    private Source now() {
        return ended -> prefetch.takeNow(open.waiting().requestTimeoutMs());
    }

    private <T> T receive(Source source, Use<T> use) throws JMSException {
        requireOpen();
        if (listener != null) {
            throw JmsErrors.illegalState("this consumer has a MessageListener, which gets its messages");
        }
        receiving.lock();
        try {
            int waitsEnded = prefetch.waitsEnded(); // before the branch is looked at, whose end changes it
            XidImpl branch = session.state().branch();
            while (true) {
                Delivery delivery = source.take(branch == null ? Prefetch.NEVER_ENDED : waitsEnded);
                if (delivery == null) {
                    requireStillIn(branch);
                    return null;
                }
                if (isExpired(delivery)) {
                    acknowledgement.discard(delivery);
                } else if (acknowledgement.handOver(state, delivery)) {
                    return use(delivery, message -> {
                        requireStillIn(branch);
                        return use.of(message);
                    });
                }
            }
        } catch (BrokerFailure e) {
            if (e instanceof ConnectionLost && closing.hasBegun()) {
                return null;
            }
            throw e.toJms("receive");
        } catch (TimeoutException e) {
            throw JmsErrors.timedOut("receiveNoWait from " + destination, open.waiting().requestTimeoutMs());
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        } finally {
            receiving.unlock();
        }
    }

    /**
     * A call belongs to the branch that it began in, which a transaction manager may end on another thread, because of its timeout say: what came
     * then would belong to nobody.
     */
    private void requireStillIn(XidImpl branch) throws JMSException {
        if (branch != null && !branch.equals(session.state().branch())) {
            throw JmsErrors.illegalState("the transaction that receive was called in is over, rolled back because of its timeout say, and gets no message any more");
        }
    }

    private <T> T use(Delivery delivery, Use<T> use) throws JMSException {
        T result;
        try {
            result = use.of(session.message(delivery, destination));
        } catch (JMSException | RuntimeException e) {
            // 8.6: as if the call had not been made, where the mode does not make it the application's own matter
            if (acknowledgement.returnsAfterException()) {
                acknowledgement.forget();
                prefetch.putBack(delivery);
            }
            throw e;
        }
        processed(delivery);
        return result;
    }

    private void processed(Delivery delivery) throws JMSException {
        if (acknowledgement.processed(delivery, prefetch.isReady())) {
            prefetch.remove(delivery.ref());
        }
    }

    /** A message may expire in the buffer (3.4.9). */
    private boolean isExpired(Delivery delivery) {
        return delivery.isExpired(open.client().clock().brokerTimeMs());
    }

    // --- listener

    @Override
    public MessageListener getMessageListener() throws JMSException {
        requireOpen();
        return listener;
    }

    @Override
    public void setMessageListener(MessageListener given) throws JMSException {
        requireOpen();
        listener = given;
        prefetch.listen(given == null ? null : () -> session.callbacks().dispatch().signal(this));
    }

    @Override
    public boolean deliverNext() {
        MessageListener current = listener;
        Delivery delivery = current == null ? null : prefetch.poll();
        if (delivery == null) {
            if (current != null) {
                prefetch.askForOne();
            }
            return false;
        }
        if (isExpired(delivery)) {
            acknowledgement.discard(delivery);
        } else if (acknowledgement.handOver(state, delivery)) {
            long delayMs = calls.call(current, delivery, destination, prefetch);
            if (delayMs > 0) {
                prefetch.pause(delayMs);
            }
        }
        return true;
    }

    // --- close

    /** Ends hand-over; a waiting receive returns null. */
    void release() {
        prefetch.close();
    }

    /** Waits for a receive call of another thread. */
    void awaitReceive() throws JMSException {
        long timeoutMs = open.waiting().requestTimeoutMs();
        try {
            if (!receiving.tryLock(timeoutMs, TimeUnit.MILLISECONDS)) {
                throw JmsErrors.timedOut("close, which waits for a receive call", timeoutMs);
            }
            receiving.unlock();
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    @Override
    public void close() throws JMSException {
        if (session.isClosed()) {
            session.awaitClosed();
        } else if (closing.begin()) {
            try {
                closeOnce();
            } finally {
                session.consumers().remove(this);
                closing.end();
            }
        } else {
            session.connection().await(closing, "the consumer");
        }
    }

    private void closeOnce() throws JMSException {
        release();
        awaitReceive();
        long timeoutMs = session.waiting().requestTimeoutMs();
        try {
            if (!session.callbacks().dispatch().remove(this, timeoutMs)) {
                throw JmsErrors.timedOut("close, which waits for a listener", timeoutMs);
            }
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
        acknowledgement.flush();
        session.waiting().onClosing(open.client().closeConsumer(state, acknowledgement.handedOver(state)), "closing a consumer of " + destination);
    }

    final void requireOpen() throws JMSException {
        if (closing.hasBegun()) {
            throw JmsErrors.closed("consumer");
        }
        session.requireOpen();
    }
}

package io.postrider.jms;

import io.postrider.jms.client.BrokerFailure;
import io.postrider.jms.client.BrowseBuffer;
import io.postrider.jms.client.ConsumerSpec;
import io.postrider.jms.client.ConsumerState;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.Waiting;
import io.postrider.jms.error.JmsErrors;
import io.postrider.jms.message.DeliveryFacts;
import io.postrider.jms.message.JmsMessages;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks into a queue without taking from it (specification 8.9). Used by the thread that uses its session. Each enumeration goes
 * through the queue of its own and fetches as it is read.
 */
final class JmsQueueBrowser implements QueueBrowser {
    private final JmsSession session;
    private final OpenConnection open;
    private final JmsQueue queue;
    private final ConsumerSpec spec;
    private final Set<Browse> browses = ConcurrentHashMap.newKeySet();
    private final Closing closing = new Closing();
    private volatile boolean closed;

    JmsQueueBrowser(JmsSession session, JmsQueue queue, ConsumerSpec spec) {
        this.session = session;
        this.open = session.connection().open();
        this.queue = queue;
        this.spec = spec;
    }

    /** Whether the broker lets us browse that, with that selector. */
    void check() throws JMSException {
        new Browse().close();
    }

    @Override
    public Queue getQueue() throws JMSException {
        requireOpen();
        return queue;
    }

    @Override
    public String getMessageSelector() throws JMSException {
        requireOpen();
        return spec.selector();
    }

    @Override
    public Enumeration<?> getEnumeration() throws JMSException {
        requireOpen();
        return new Browse();
    }

    /** Its session closes: enumerations are at their end. */
    void release() {
        closed = true;
        browses.forEach(browse -> browse.buffer.close());
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
            session.connection().await(closing, "the browser");
        }
    }

    private void closeOnce() throws JMSException {
        release();
        for (Browse browse : browses) {
            browse.close();
        }
    }

    private void requireOpen() throws JMSException {
        if (closed) {
            throw JmsErrors.closed("browser");
        }
        session.requireOpen();
    }

    /** One way through the queue; over at its end, or with the browser. */
    private final class Browse implements Enumeration<Object> {
        private final BrowseBuffer buffer = new BrowseBuffer(open.client(), open.time());
        private final ConsumerState state;
        private final AtomicBoolean over = new AtomicBoolean();

        Browse() throws JMSException {
            state = session.waiting().on(open.client().openConsumer(session.state(), spec, buffer), "browsing " + queue);
            browses.add(this);
            if (closed) {
                buffer.close();
            }
        }

        @Override
        public boolean hasMoreElements() {
            return JmsErrors.unchecked(() -> peek() != null);
        }

        @Override
        public Object nextElement() {
            return JmsErrors.unchecked(() -> {
                Delivery delivery = peek();
                if (delivery == null) {
                    throw new NoSuchElementException(queue + " has no more messages");
                }
                buffer.remove();
                return JmsMessages.decode(delivery.message(), delivery.body(),
                        new DeliveryFacts(queue, delivery.persistent(), delivery.priority(), delivery.redelivered(), delivery.deliveryCount()),
                        open.settings().allowList());
            });
        }

        private Delivery peek() throws JMSException {
            if (over.get() || closed) {
                return null;
            }
            long timeoutMs = session.waiting().requestTimeoutMs();
            try {
                Delivery next = buffer.peek(timeoutMs);
                if (next == null && !closed) {
                    close();
                }
                return next;
            } catch (BrokerFailure e) {
                throw e.toJms("browsing " + queue);
            } catch (TimeoutException e) {
                throw JmsErrors.timedOut("browsing " + queue, timeoutMs);
            } catch (InterruptedException e) {
                throw Waiting.interrupted(e);
            }
        }

        void close() throws JMSException {
            if (over.compareAndSet(false, true)) {
                browses.remove(this);
                session.waiting().onClosing(open.client().closeConsumer(state, List.of()), "closing a browser of " + queue);
            }
        }
    }
}

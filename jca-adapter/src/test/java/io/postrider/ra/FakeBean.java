package io.postrider.ra;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ApplicationServerInternalException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * A message-driven bean with its container: begins a transaction for each delivery, commits it, or rolls it back if the bean says so or throws.
 * Any thread.
 */
public final class FakeBean implements MessageEndpointFactory {
    /** What the bean does. */
    @FunctionalInterface
    public interface Code {
        void onMessage(Message message, Delivery delivery) throws Exception;
    }

    /** Of one message. */
    public static final class Delivery {
        private final FakeTransaction transaction;
        private boolean rollbackOnly;

        private Delivery(FakeTransaction transaction) {
            this.transaction = transaction;
        }

        public void setRollbackOnly() {
            rollbackOnly = true;
        }

        /** Null where there is none. */
        public FakeTransaction transaction() {
            return transaction;
        }
    }

    private final boolean transacted;
    private final Code code;
    private final AtomicInteger endpoints = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private volatile boolean prepareOnly;
    private volatile boolean releaseFails;
    private final AtomicInteger timeouts = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger failingCommits = new AtomicInteger();
    private final AtomicInteger failingBegins = new AtomicInteger();
    /** Of the thread, between beforeDelivery and afterDelivery. */
    private static final ThreadLocal<Delivery> CURRENT = new ThreadLocal<>();

    public FakeBean(boolean transacted, Code code) {
        this.transacted = transacted;
        this.code = code;
    }

    /** So often no endpoint is to be had. */
    public void unavailable(int times) {
        unavailable.set(times);
    }

    public int unavailable() {
        return unavailable.get();
    }

    /** The server is lost between prepare and commit from now on. */
    public void prepareOnly() {
        prepareOnly = true;
    }

    /** So many transactions are rolled back between their begin and the message. */
    public void timeouts(int count) {
        timeouts.set(count);
    }

    /** The application goes: so many calls are refused outside of what would mark their transaction. */
    public void refuse(int count) {
        refused.set(count);
    }

    /** So many transactions are not begun. */
    public void failBegins(int count) {
        failingBegins.set(count);
    }

    /** How many are still not begun. */
    public int failingBegins() {
        return failingBegins.get();
    }

    /** So many commits fail, of which the server says so. */
    public void failCommits(int count) {
        failingCommits.set(count);
    }

    /** What the thread delivers in a transaction at the moment, or null. */
    static Delivery current() {
        return CURRENT.get();
    }

    /** The application is half gone from now on, so that no endpoint is released in order. */
    public void releaseFails() {
        releaseFails = true;
    }

    /** Endpoints that are not released. */
    public int endpoints() {
        return endpoints.get();
    }

    /** Deliveries at the same time, at the most. */
    public int most() {
        return most.get();
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
        if (unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new UnavailableException("the application is not started yet");
        }
        if (transacted != (resource != null)) {
            throw new AssertionError("transacted " + transacted + ", but " + resource);
        }
        endpoints.incrementAndGet();
        return new Endpoint(resource);
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource, long timeout) throws UnavailableException {
        return createEndpoint(resource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return transacted;
    }

    @Override
    public String getActivationName() {
        return "bean";
    }

    @Override
    public Class<?> getEndpointClass() {
        return FakeBean.class;
    }

    private final class Endpoint implements MessageEndpoint, MessageListener {
        private final XAResource resource;
        private Delivery delivery;
        private boolean released;

        private Endpoint(XAResource resource) {
            this.resource = resource;
        }

        @Override
        public void beforeDelivery(Method method) throws ResourceException {
            if (failingBegins.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new ApplicationServerInternalException("the application goes");
            }
            FakeTransaction transaction = new FakeTransaction();
            try {
                transaction.enlist(resource);
            } catch (XAException e) {
                throw new ApplicationServerInternalException(e);
            }
            delivery = new Delivery(transaction);
            CURRENT.set(delivery);
            if (timeouts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                timeOut(transaction);
            }
        }

        /** On another thread, as the transaction manager does it. */
        private void timeOut(FakeTransaction transaction) {
            CompletableFuture.runAsync(() -> {
                try {
                    transaction.rollback();
                } catch (XAException e) {
                    throw new IllegalStateException(e);
                }
            }).join();
            delivery = null;
            CURRENT.remove();
        }

        @Override
        public void onMessage(Message message) {
            if (released) {
                throw new AssertionError("released");
            }
            if (refused.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("the application goes");
            }
            Delivery current = transacted ? delivery : new Delivery(null);
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                code.onMessage(message, current);
            } catch (RuntimeException e) {
                current.setRollbackOnly();
                throw e;
            } catch (Exception e) {
                current.setRollbackOnly();
                throw new IllegalStateException(e);
            } finally {
                inside.decrementAndGet();
            }
        }

        @Override
        public void afterDelivery() throws ResourceException {
            Delivery ending = delivery;
            delivery = null;
            CURRENT.remove();
            if (ending == null) {
                return; // rolled back already
            }
            try {
                if (failingCommits.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    ending.transaction.rollback();
                    throw new ApplicationServerInternalException("rolled back instead of committed");
                }
                if (ending.rollbackOnly) {
                    ending.transaction.rollback();
                } else if (prepareOnly) {
                    ending.transaction.prepare();
                } else {
                    ending.transaction.commit();
                }
            } catch (XAException e) {
                throw new ApplicationServerInternalException("XA code " + e.errorCode, e);
            }
        }

        @Override
        public void release() {
            if (!released) {
                released = true;
                endpoints.decrementAndGet();
                if (releaseFails) {
                    throw new NoClassDefFoundError("of an application that goes");
                }
            }
        }
    }
}

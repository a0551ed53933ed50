package io.postrider.jms.client;

import jakarta.jms.JMSException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The callbacks of one session's asynchronous sends (specification 7.3): one at a time, in the order of the sends, on a thread
 * that is neither the sender's nor the listeners'. That thread is started with the first send and ends with the session; the
 * other methods are for any thread.
 */
public final class Completions {
    /** Sends whose callback has not returned; a sender that is faster than its callbacks waits at this bound. */
    public static final int PENDING_MAX = 10_000;

    private static final System.Logger LOG = System.getLogger(Completions.class.getName());

    private final String threadName;
    private final ClientClock time;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private Thread thread;
    private boolean closed;
    private Pending current;

    /** What is to be called when the send has succeeded or failed. */
    @FunctionalInterface
    public interface Callback {
        /** @param failure null for success */
        void completed(BrokerFailure failure) throws JMSException;
    }

    /** Whose sends they are. Who closes it says so first, and waits for its sends then. */
    public interface Producer {
        boolean isClosed();
    }

    /** An asynchronous send whose callback has not returned. */
    public final class Pending implements SendResult {
        private final Producer producer;
        private final Callback callback;
        private boolean done;
        private BrokerFailure failure;

        private Pending(Producer producer, Callback callback) {
            this.producer = producer;
            this.callback = callback;
        }

        @Override
        public void sent(BrokerFailure why) {
            complete(this, why);
        }

        /** The call of send failed, so there is no callback. */
        public void cancel() {
            Completions.this.cancel(this);
        }
    }

    public Completions(String threadName, ClientClock time) {
        this.threadName = threadName;
        this.time = time;
    }

    /**
     * Waits until another send may begin. A callback that sends does not wait, since it would wait for itself.
     *
     * @return false if that took too long
     */
    public synchronized boolean awaitRoom(long timeoutMs) throws InterruptedException {
        long deadline = time.nanosNow() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!closed && pending.size() >= PENDING_MAX && Thread.currentThread() != thread) {
            long left = deadline - time.nanosNow();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /**
     * A send begins; called in the order of sends.
     *
     * @param producer whose, for {@link #awaitNone}
     * @return null if the producer or its session is closed, which another thread can do between its check and this
     */
    public synchronized Pending add(Producer producer, Callback callback) {
        if (closed || producer.isClosed()) {
            return null;
        }
        Pending send = new Pending(producer, callback);
        pending.add(send);
        if (thread == null) {
            thread = new Thread(this::run, threadName);
            thread.setDaemon(true);
            thread.start();
        }
        return send;
    }

    private synchronized void complete(Pending send, BrokerFailure failure) {
        send.done = true;
        send.failure = failure;
        if (pending.peek() == send) {
            notifyAll();
        }
    }

    private synchronized void cancel(Pending send) {
        pending.remove(send);
        notifyAll();
    }

    /** Whether the caller is one of these callbacks. */
    public synchronized boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    /** Whether the caller is a callback of a send of that producer. */
    public synchronized boolean isCallbackOf(Producer producer) {
        return Thread.currentThread() == thread && current != null && current.producer == producer;
    }

    /**
     * Waits until no send is incomplete and no callback is running.
     *
     * @param producer whose, or null for all
     * @return false if that took too long
     */
    public synchronized boolean awaitNone(Producer producer, long timeoutMs) throws InterruptedException {
        long deadline = time.nanosNow() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (isAny(producer)) {
            long left = deadline - time.nanosNow();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private boolean isAny(Producer producer) {
        if (producer == null) {
            return current != null || !pending.isEmpty();
        }
        return current != null && current.producer == producer || pending.stream().anyMatch(send -> send.producer == producer);
    }

    /** Waits for all, and then takes no more: what came in between would have no session. @return false if that took too long */
    public synchronized boolean closeWhenNone(long timeoutMs) throws InterruptedException {
        boolean none = awaitNone(null, timeoutMs);
        if (none) {
            close();
        }
        return none;
    }

    /** Ends the thread once every callback has been called. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void run() {
        for (Pending send = next(); send != null; send = next()) {
            try {
                send.callback.completed(send.failure);
            } catch (Throwable e) {
                LOG.log(Level.WARNING, "a CompletionListener threw an exception", e);
            }
        }
    }

    private synchronized Pending next() {
        current = null;
        notifyAll();
        while (pending.isEmpty() ? !closed : !pending.peek().done) {
            try {
                wait();
            } catch (InterruptedException e) {
                // meant for a callback that has returned
            }
        }
        current = pending.poll();
        return current;
    }
}

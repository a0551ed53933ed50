package io.postrider.jms.client;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The thread of control of one session's listeners (specification 6.2.5): takes messages to them one at a time. The thread is
 * started with the first listener and ends with the session; the other methods are for any thread.
 */
public final class Dispatch {
    private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());
    /** Messages that one consumer gets before it is the next one's turn. */
    private static final int TURN_MESSAGES = 32;

    private final String threadName;
    private final ClientClock time;
    private final Deque<Source> ready = new ArrayDeque<>();
    private Thread thread;
    private boolean running;
    private boolean closed;
    private Source current;
    /** Somebody waits for the current listener to return: its turn ends with the message that it is at. */
    private volatile boolean wanted;

    /** A consumer with a listener. */
    public interface Source {
        /**
         * Takes one message to the listener. On the session's thread.
         *
         * @return whether there may be another one
         */
        boolean deliverNext();
    }

    /** @param running whether the connection is started */
    public Dispatch(String threadName, ClientClock time, boolean running) {
        this.threadName = threadName;
        this.time = time;
        this.running = running;
    }

    /** Something may have come for that consumer. */
    public synchronized void signal(Source source) {
        if (closed || ready.contains(source)) {
            return;
        }
        ready.add(source);
        if (thread == null) {
            thread = new Thread(this::run, threadName);
            thread.setDaemon(true);
            thread.start();
        } else if (current == null) {
            notifyAll();
        }
    }

    /** Whether the caller is a listener of this session. */
    public boolean isCurrentThread() {
        return Thread.currentThread() == thread();
    }

    private synchronized Thread thread() {
        return thread;
    }

    public synchronized void start() {
        running = true;
        notifyAll();
    }

    /**
     * No listener is called any more until {@link #start}; waits for one that is running.
     *
     * @return false if it did not return in time
     */
    public synchronized boolean stop(long timeoutMs) throws InterruptedException {
        running = false;
        return awaitReturn(null, timeoutMs);
    }

    /** No listener is called ever again; waits as {@link #stop} does. */
    public synchronized boolean close(long timeoutMs) throws InterruptedException {
        closed = true;
        ready.clear();
        notifyAll();
        return awaitReturn(null, timeoutMs);
    }

    /** That consumer's listener is not called any more unless it is signalled again; waits for it if it is running. */
    public synchronized boolean remove(Source source, long timeoutMs) throws InterruptedException {
        ready.remove(source);
        return awaitReturn(source, timeoutMs);
    }

    /** @param source null for any */
    private boolean awaitReturn(Source source, long timeoutMs) throws InterruptedException {
        if (Thread.currentThread() == thread) {
            return true;
        }
        long deadline = time.nanosNow() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (current != null && (source == null || current == source)) {
            long left = deadline - time.nanosNow();
            if (left <= 0) {
                return false;
            }
            wanted = true;
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private void run() {
        for (Source source = next(null, false); source != null; ) {
            boolean more = true;
            try {
                for (int i = 0; more && i < TURN_MESSAGES && (i == 0 || !wanted); i++) {
                    more = source.deliverNext();
                }
            } catch (Throwable e) {
                // what a listener throws ends in its consumer, so this is a defect of ours
                LOG.log(Level.ERROR, "a defect in " + threadName, e);
            }
            source = next(source, more);
        }
    }

    private synchronized Source next(Source last, boolean more) {
        current = null;
        wanted = false;
        if (last != null && more && !closed && !ready.contains(last)) {
            ready.add(last);
        }
        notifyAll();
        while (!closed && (!running || ready.isEmpty())) {
            try {
                wait();
            } catch (InterruptedException e) {
                // nobody but the application's listener can have a reason to interrupt this thread, and it has returned
            }
        }
        current = closed ? null : ready.poll();
        return current;
    }
}

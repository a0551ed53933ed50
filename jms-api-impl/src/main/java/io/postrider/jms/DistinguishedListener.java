package io.postrider.jms;

import io.postrider.jms.client.ClientClock;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.frame.ErrorCode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The listener of a session that a connection consumer feeds, and the run of what was assigned to it by a thread of the
 * application server ({@code Session.setMessageListener} and {@code Session.run}). Start, stop and close are for any thread;
 * guarded by its monitor, which is not held while the listener runs.
 */
final class DistinguishedListener {
    private final JmsSession session;
    private final ListenerCalls calls;
    private final ClientClock time;
    private final Deque<Assignment> assigned = new ArrayDeque<>();
    private volatile MessageListener listener;
    /** In run. */
    private Thread runner;
    /** Whether that thread has a message in hand. */
    private boolean busy;
    private boolean started;
    private boolean closed;

    DistinguishedListener(JmsSession session) {
        this.session = session;
        this.calls = new ListenerCalls(session);
        this.time = session.connection().open().time();
    }

    MessageListener get() {
        return listener;
    }

    void set(MessageListener given) {
        listener = given;
    }

    /** @throws jakarta.jms.IllegalStateException if the session is closed */
    synchronized void assign(Assignment assignment) throws JMSException {
        if (closed) {
            throw JmsErrors.closed("session");
        }
        assigned.add(assignment);
    }

    /** Takes it back, since nobody is going to run it. */
    void retract(Assignment assignment) {
        synchronized (this) {
            if (!assigned.remove(assignment)) {
                return;
            }
        }
        assignment.end();
    }

    // --- on the thread of the application server

    void run() {
        synchronized (this) {
            if (runner != null) {
                return; // a listener that runs its own session, or two threads for one: the first takes everything
            }
            runner = Thread.currentThread();
        }
        try {
            for (Assignment next = next(); next != null; next = next()) {
                run(next);
            }
            session.acknowledgement().flush(); // nobody knows when the session is run again
        } finally {
            ended();
        }
    }

    private synchronized Assignment next() {
        return assigned.poll();
    }

    private synchronized void ended() {
        runner = null;
        notifyAll();
    }

    private void run(Assignment assignment) {
        try {
            for (boolean more = true; more && begin(); ) {
                try {
                    more = runOne(assignment);
                } finally {
                    finish();
                }
            }
        } finally {
            assignment.end();
        }
    }

    /** @return false when there is no more to be run of it */
    private boolean runOne(Assignment assignment) {
        MessageListener current = listener;
        if (current == null) {
            tell(JmsErrors.illegalState("a session was run that was assigned messages and has no MessageListener; they go elsewhere"));
            return false;
        }
        if (!hasRoom()) {
            return false;
        }
        Delivery delivery = assignment.take(session);
        if (delivery == null) {
            return false;
        }
        if (!session.acknowledgement().handOver(assignment.consumer().state(), delivery)) {
            return true;
        }
        // a failure ends the run: how long the session rests is for its pool to say, which needs no thread of the server for that
        return calls.call(current, delivery, assignment.consumer().destination(), assignment.consumer().prefetch()) == 0;
    }

    /** The broker cuts off who assigns more to a session than it may hold. */
    private boolean hasRoom() {
        int max = session.connection().open().client().limits().unacknowledgedMax();
        if (session.acknowledgement().unacknowledged() < max) {
            return true;
        }
        session.acknowledgement().flush();
        if (session.acknowledgement().unacknowledged() < max) {
            return true;
        }
        tell(JmsErrors.from(ErrorCode.TOO_MANY_UNACKNOWLEDGED, "a session that a connection consumer feeds has " + max
                + " messages that are not acknowledged, as many as it may have"));
        return false;
    }

    private void tell(JMSException exception) {
        session.connection().open().events().tell(exception);
    }

    private synchronized boolean begin() {
        busy = started && !closed;
        return busy;
    }

    private synchronized void finish() {
        busy = false;
        notifyAll();
    }

    // --- on any thread

    /** Whether the caller is the thread that runs the session. */
    synchronized boolean isCurrentThread() {
        return Thread.currentThread() == runner;
    }

    synchronized void start() {
        started = true;
    }

    /**
     * No message is taken to the listener any more until {@link #start}; waits for one that is.
     *
     * @return false if it did not return in time
     */
    synchronized boolean stop(long timeoutMs) throws InterruptedException {
        started = false;
        notifyAll();
        return awaitReturn(timeoutMs);
    }

    /** No message is taken to it ever again; waits as {@link #stop} does. */
    boolean close(long timeoutMs) throws InterruptedException {
        Deque<Assignment> left;
        synchronized (this) {
            closed = true;
            left = new ArrayDeque<>(assigned);
            assigned.clear();
            notifyAll();
        }
        left.forEach(Assignment::end);
        synchronized (this) {
            return awaitReturn(timeoutMs);
        }
    }

    private boolean awaitReturn(long timeoutMs) throws InterruptedException {
        long deadline = time.nanosNow() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (busy && Thread.currentThread() != runner) {
            long left = deadline - time.nanosNow();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}

package io.postrider.ra.inbound;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.XAConnection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/**
 * The sessions of an activated bean on one connection, at most so many as it may have, opened when they are needed (JMS 11.2.6). While all are
 * busy the client gets none, and takes no message from its buffer. Any thread; guarded by its monitor.
 */
final class EndpointPool implements ServerSessionPool {
    /** How often a thread that waits for a free session looks around; it is told at once. */
    private static final long LOOK_MS = 1_000;

    private final Endpoint bean;
    private final Server server;
    private final XAConnection connection;
    private final Deque<EndpointConsumer> free = new ArrayDeque<>();
    /** For those whose place is free again after failures: how many in a row, which count on for who takes it. */
    private final Deque<Integer> vacancies = new ArrayDeque<>();
    /** Opened, or being opened. */
    private int sessions;
    /** Of those, with a message in hand. */
    private int busy;
    private boolean closed;

    EndpointPool(Endpoint bean, Server server, XAConnection connection) {
        this.bean = bean;
        this.server = server;
        this.connection = connection;
    }

    /** On the client's thread for the connection consumer; waits until a session is free. @throws JMSException when closed, or if none can be had */
    @Override
    public ServerSession getServerSession() throws JMSException {
        EndpointConsumer taken = take();
        if (taken == null) {
            taken = open();
        }
        try {
            taken.prepare();
        } catch (JMSException | RuntimeException | Error e) {
            giveBack(taken, 0);
            throw e;
        }
        return taken;
    }

    /** @return null if one has to be opened */
    private synchronized EndpointConsumer take() throws JMSException {
        try {
            while (!closed && free.isEmpty() && sessions == bean.sessionsMax()) {
                TimeUnit.MILLISECONDS.timedWait(this, LOOK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw JmsErrors.failed("the thread was interrupted while it waited for a session", e);
        }
        if (closed) {
            throw JmsErrors.closed("endpoint");
        }
        busy++;
        if (free.isEmpty()) {
            sessions++;
            return null;
        }
        return free.pop();
    }

    private EndpointConsumer open() throws JMSException {
        boolean opened = false;
        try {
            EndpointConsumer session = new EndpointConsumer(bean, this, server, connection, failuresBefore());
            opened = true;
            return session;
        } finally {
            if (!opened) {
                gone();
            }
        }
    }

    private synchronized int failuresBefore() {
        return vacancies.isEmpty() ? 0 : vacancies.pop();
    }

    /** @param restMs how long it takes no message, since the last one failed */
    void giveBack(EndpointConsumer session, long restMs) {
        if (!keep(session, restMs)) {
            session.releaseEndpoint(); // its session ends with the connection
        }
        synchronized (this) {
            busy--;
            notifyAll();
        }
    }

    /** @return false if nobody wants it any more */
    private boolean keep(EndpointConsumer session, long restMs) {
        synchronized (this) {
            if (closed) {
                return false;
            }
            if (restMs == 0) {
                free.push(session);
                return true;
            }
        }
        return later(() -> rested(session), restMs);
    }

    /** @return false if that will not be */
    private boolean later(Runnable task, long delayMs) {
        try {
            server.timer().schedule(new TimerTask() {
                @Override
                public void run() {
                    task.run();
                }
            }, delayMs);
            return true;
        } catch (IllegalStateException e) {
            return false; // the adapter stops
        }
    }

    private void rested(EndpointConsumer session) {
        synchronized (this) {
            if (!closed) {
                free.push(session);
                notifyAll();
                return;
            }
        }
        session.releaseEndpoint();
    }

    /**
     * It cannot be used any more; another one is opened in its place.
     *
     * @param failures in a row, with this one; 0 if no message was delivered
     * @param restMs   how long its place stays empty
     */
    void broken(EndpointConsumer session, int failures, long restMs) {
        try {
            session.close();
        } finally {
            synchronized (this) {
                busy--;
                notifyAll();
            }
            if (restMs == 0 || !later(() -> vacate(failures), restMs)) {
                vacate(failures);
            }
        }
    }

    private synchronized void vacate(int failures) {
        if (failures > 0) {
            vacancies.push(failures);
        }
        sessions--;
        notifyAll();
    }

    private synchronized void gone() {
        busy--;
        sessions--;
        notifyAll();
    }

    /**
     * Gives no session any more, and waits until those that deliver have done so.
     *
     * @param timeoutMs how long at most
     * @return how many deliver still
     */
    int close(long timeoutMs) {
        int left;
        Deque<EndpointConsumer> idle;
        synchronized (this) {
            closed = true;
            notifyAll();
            left = awaitIdle(timeoutMs);
            idle = new ArrayDeque<>(free);
            free.clear();
        }
        idle.forEach(EndpointConsumer::releaseEndpoint);
        return left;
    }

    private int awaitIdle(long timeoutMs) {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try {
            for (long left = timeoutMs; busy > 0 && left > 0; left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime())) {
                TimeUnit.MILLISECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return busy;
    }
}

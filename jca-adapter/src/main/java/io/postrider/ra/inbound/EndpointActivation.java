package io.postrider.ra.inbound;

import io.postrider.ra.AdapterLoader;
import io.postrider.ra.ResourceErrors;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkManager;
import java.lang.System.Logger.Level;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/**
 * A bean from its activation to its deactivation (13.5): keeps it connected. While there is no broker it holds no thread, only a task of the
 * timer, which hands each attempt to the server's threads. Any thread; guarded by its monitor, which is not held while connecting.
 */
final class EndpointActivation {
    private static final System.Logger LOG = System.getLogger(EndpointActivation.class.getName());
    private static final int WITHOUT_END = -1;
    /** Request timeouts of the client that closing a connection takes at most. */
    private static final long CLOSE_TIMEOUTS = 3;

    private final Endpoint bean;
    private final Server server;
    private final int attemptsMax;
    private final long intervalMs;
    private EndpointConnection connection;
    private TimerTask scheduled;
    private int attempts;
    private boolean stopped;
    /** Threads that connect, or close what was lost; the end waits for them. */
    private int working;

    /**
     * @param attemptsMax how often in a row connecting may fail, or -1
     * @param intervalMs  between two attempts
     */
    EndpointActivation(Endpoint bean, Server server, int attemptsMax, long intervalMs) {
        this.bean = bean;
        this.server = server;
        this.attemptsMax = attemptsMax;
        this.intervalMs = intervalMs;
    }

    /** Tries once, and has the rest tried later. @throws ResourceException if it can never succeed, since the selector is none */
    void start() throws ResourceException {
        try {
            connect();
        } catch (InvalidSelectorException e) {
            throw ResourceErrors.of("the messageSelector of " + bean.source().destination(), e);
        } catch (JMSException e) {
            failed(e);
        }
    }

    private void connect() throws JMSException {
        EndpointConnection opened = AdapterLoader.call(() -> EndpointConnection.open(bean, server, this::lost));
        boolean wanted;
        synchronized (this) {
            wanted = !stopped;
            if (wanted) {
                connection = opened;
                if (attempts > 0) {
                    LOG.log(Level.INFO, "delivers {0} after {1} attempts to connect", bean.source().destination(), attempts + 1);
                }
                attempts = 0;
            }
        }
        if (!wanted) {
            opened.close(); // deactivated meanwhile, and nothing was delivered
            return;
        }
        boolean alive = false;
        try {
            AdapterLoader.call(() -> {
                opened.start(); // fails if it was closed by the end, after which it is lost to nobody
                return null;
            });
            alive = opened.isAlive();
        } catch (JMSException | RuntimeException e) {
            LOG.log(Level.DEBUG, "a new connection for " + bean.source().destination() + " did not start", e);
        }
        if (!alive) {
            lost(opened); // before it was known here
        }
    }

    // --- who works for it

    private synchronized boolean begin() {
        if (stopped) {
            return false;
        }
        working++;
        return true;
    }

    private synchronized void done() {
        working--;
        notifyAll();
    }

    // --- without a broker

    private void failed(Exception cause) {
        boolean first;
        synchronized (this) {
            if (stopped) {
                return;
            }
            attempts++;
            first = attempts == 1;
            if (attemptsMax != WITHOUT_END && attempts >= attemptsMax) {
                LOG.log(Level.ERROR, "delivers no messages of " + bean.source().destination() + " any more: " + attempts
                        + " attempts to connect failed, as many as setupAttempts allows", cause);
                return;
            }
        }
        // an hour without a broker is one line for an operator
        LOG.log(first ? Level.WARNING : Level.DEBUG, "cannot deliver " + bean.source().destination() + ", and tries to connect every " + intervalMs
                + " ms: " + cause.getMessage(), cause);
        schedule();
    }

    private synchronized void schedule() {
        if (stopped) {
            return;
        }
        scheduled = new TimerTask() {
            @Override
            public void run() {
                submit();
            }
        };
        try {
            server.timer().schedule(scheduled, intervalMs);
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "the resource adapter stops, and nothing is tried any more", e);
        }
    }

    /** On the timer's thread, which does not wait. */
    private void submit() {
        try {
            server.work().scheduleWork(new Attempt(), WorkManager.INDEFINITE, null, null);
        } catch (WorkException | RuntimeException e) {
            LOG.log(Level.WARNING, "the server did not take an attempt to connect; another one follows", e);
            schedule();
        }
    }

    /** One attempt to connect, on a thread of the server. */
    private final class Attempt implements Work {
        @Override
        public void run() {
            if (!begin()) {
                return;
            }
            try {
                connect();
            } catch (JMSException | RuntimeException e) {
                failed(e); // whatever it was, the bean must not be left without a next attempt
            } finally {
                done();
            }
        }

        @Override
        public void release() {
            LOG.log(Level.DEBUG, "the server wants an attempt to connect to end; it ends with its timeout at the latest");
        }
    }

    /** On a thread of the client that belongs to that connection, so that waiting for deliveries in hand holds up nothing else. */
    private void lost(EndpointConnection from) {
        synchronized (this) {
            if (connection != from) {
                return;
            }
            connection = null;
            working++; // in one with that, so that the end finds either the connection or who closes it
        }
        try {
            LOG.log(Level.WARNING, "lost the broker of {0}, and tries to connect every {1} ms", bean.source().destination(), intervalMs);
            schedule();
            from.close();
        } finally {
            done();
        }
    }

    // --- the end

    /** Delivers nothing any more when it returns, which it does in bounded time. */
    void stop() {
        EndpointConnection closing;
        synchronized (this) {
            stopped = true;
            closing = connection;
            connection = null;
            if (scheduled != null) {
                scheduled.cancel();
            }
        }
        try {
            if (closing != null) {
                closing.close();
            }
        } finally {
            awaitDone();
        }
    }

    private synchronized void awaitDone() {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_TIMEOUTS * bean.source().client().getRequestTimeoutMs());
        try {
            for (long left = 1; working > 0 && left > 0; left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime())) {
                TimeUnit.MILLISECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.postrider.jms;

import io.postrider.jms.client.BrokerFailure;
import io.postrider.jms.client.ConsumerSpec;
import io.postrider.jms.client.ConsumerState;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.Prefetch;
import io.postrider.jms.client.SessionState;
import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.frame.AcknowledgeMode;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gives the messages of a destination to the sessions of a pool, which run them on threads of the application server. It consumes
 * in a session of its own at the broker; a message goes over to the server session that runs it, which acknowledges it. Any
 * thread; guarded by its monitor, which is never held while the pool is asked.
 */
final class JmsConnectionConsumer implements ConnectionConsumer {
    private final JmsConnection connection;
    private final OpenConnection open;
    private final SessionState session;
    private final JmsDestination destination;
    private final ServerSessionPool pool;
    private final int messagesMax;
    private final Prefetch prefetch;
    private ConsumerState state;
    private Thread thread;
    /** That thread, while it waits for the pool. */
    private Thread asking;
    /** Messages that server sessions may take and have not taken. */
    private int assigned;
    private int failures;
    private long notBeforeNanos;
    private boolean closed;
    private final Closing closing = new Closing();

    private JmsConnectionConsumer(JmsConnection connection, SessionState session, ConsumerSpec spec, ServerSessionPool pool, int messagesMax) {
        this.connection = connection;
        this.open = connection.open();
        this.session = session;
        this.destination = JmsDestination.of(spec.destination());
        this.pool = pool;
        this.messagesMax = messagesMax;
        this.prefetch = new Prefetch(open.client(), open.settings().prefetch(), open.time());
        this.notBeforeNanos = open.time().nanosNow();
    }

    /** Opens one at the broker; it is stopped at first. */
    static JmsConnectionConsumer open(JmsConnection connection, ConsumerSpec spec, ServerSessionPool pool, int messagesMax) throws JMSException {
        SessionState session = connection.openSession(AcknowledgeMode.AUTO);
        JmsConnectionConsumer consumer = new JmsConnectionConsumer(connection, session, spec, pool, messagesMax);
        OpenConnection open = connection.open();
        try {
            consumer.opened(open.waiting().on(open.client().openConsumer(session, spec, consumer.prefetch), "consuming " + spec.destination()));
        } catch (JMSException e) {
            open.client().closeSession(session, List.of());
            throw e;
        }
        return consumer;
    }

    private void opened(ConsumerState consumer) {
        state = consumer;
        prefetch.listen(this::signal);
    }

    ConsumerState state() {
        return state;
    }

    JmsDestination destination() {
        return destination;
    }

    Prefetch prefetch() {
        return prefetch;
    }

    void running(boolean running) {
        prefetch.running(running);
    }

    /** Fails also where the broker refused to open it again after a lost link: an ExceptionListener is told that, but not which one it was. */
    @Override
    public ServerSessionPool getServerSessionPool() throws JMSException {
        requireOpen();
        BrokerFailure over = prefetch.failure();
        if (over != null) {
            throw over.toJms("this connection consumer");
        }
        return pool;
    }

    private synchronized void requireOpen() throws JMSException {
        if (closed) {
            throw JmsErrors.closed("connection consumer");
        }
        connection.requireOpen();
    }

    // --- giving messages to server sessions, on a thread of its own

    /** Something may have come. On the event loop, so nothing else may happen here. */
    private synchronized void signal() {
        if (!closed && thread == null) {
            thread = new Thread(this::feed, "postrider-connection-consumer-" + state.id());
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    private void feed() {
        while (awaitMessages()) {
            try {
                ServerSession server = askPool();
                if (server != null) {
                    give(server);
                }
            } catch (JMSException e) {
                failed(e);
            } catch (Throwable e) {
                failed(JmsErrors.failed("the ServerSessionPool of the connection consumer on " + destination + " failed: " + e, e));
            }
        }
    }

    /** @return false when it is closed */
    private synchronized boolean awaitMessages() {
        while (!closed) {
            try {
                long leftNanos = notBeforeNanos - open.time().nanosNow();
                if (prefetch.readyCount() <= assigned) {
                    prefetch.askForOne();
                    wait();
                } else if (leftNanos > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
                } else {
                    return true;
                }
            } catch (InterruptedException e) {
                // meant for a call of the pool that has returned
            }
        }
        return false;
    }

    private ServerSession askPool() throws JMSException {
        synchronized (this) {
            if (closed) {
                return null;
            }
            asking = Thread.currentThread();
        }
        ServerSession server;
        try {
            server = pool.getServerSession();
        } finally {
            synchronized (this) {
                asking = null;
                Thread.interrupted(); // it was meant for that call
            }
        }
        if (server == null) {
            throw JmsErrors.failed("the ServerSessionPool of the connection consumer on " + destination + " gave no ServerSession", null);
        }
        return server;
    }

    /** A server session that turns out not to be needed is started all the same, since that brings it back to its pool. */
    private void give(ServerSession server) throws JMSException {
        if (!(server.getSession() instanceof JmsSession user) || user.connection() != connection) {
            throw JmsErrors.failed("the ServerSessionPool of the connection consumer on " + destination
                    + " gave a ServerSession whose session is not of the same connection", null);
        }
        Assignment assignment = reserve();
        try {
            user.assign(assignment);
            server.start();
        } catch (JMSException | RuntimeException | Error e) {
            user.retract(assignment);
            assignment.end();
            throw e;
        }
    }

    private synchronized Assignment reserve() {
        int share = Math.max(0, Math.min(messagesMax, prefetch.readyCount() - assigned));
        assigned += share;
        return new Assignment(this, share);
    }

    private void failed(JMSException exception) {
        synchronized (this) {
            if (closed) {
                return;
            }
            backOff();
        }
        open.events().tell(exception);
    }

    private void backOff() {
        notBeforeNanos = open.time().nanosNow() + TimeUnit.MILLISECONDS.toNanos(ListenerCalls.backOffMs(failures++));
    }

    // --- what was assigned, on the threads of the application server

    /** One of the messages that were assigned, if it is still here; otherwise null. */
    synchronized Delivery poll() {
        while (true) {
            Delivery next = prefetch.poll();
            if (next == null) {
                return null;
            }
            if (!next.isExpired(open.client().clock().brokerTimeMs())) {
                assigned--;
                return next;
            }
            session.acknowledge(List.of(next.ref()), next.generation()); // nobody gets it (3.4.9)
        }
    }

    /** @return the delivery as the session has it from now on, or null if it has gone back to the broker */
    synchronized Delivery assign(Delivery delivery, JmsSession to) {
        return closed ? null : open.client().assign(state, delivery, to.state());
    }

    /** A session takes no more of what was assigned to it. */
    synchronized void ended(int messages, int taken) {
        assigned -= messages - taken;
        if (taken > 0) {
            failures = 0;
        } else if (messages > 0 && prefetch.readyCount() > 0) {
            backOff(); // it did not want them: the next one may be the same
        }
        notifyAll();
    }

    // --- close

    /** Takes no more messages; what server sessions have is theirs. */
    void release() {
        Thread waiting;
        synchronized (this) {
            closed = true;
            waiting = asking;
            if (waiting != null) {
                waiting.interrupt(); // under the monitor, so that nothing else of that thread is hit
            }
            notifyAll();
        }
        prefetch.close();
    }

    @Override
    public void close() throws JMSException {
        if (!closing.begin()) {
            connection.await(closing, "the connection consumer");
            return;
        }
        try {
            release();
            connection.remove(this);
            open.waiting().onClosing(open.client().closeSession(session, List.of()), "closing a connection consumer of " + destination);
        } finally {
            closing.end();
        }
    }
}

package io.postrider.benchmark.backlog;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

import java.util.concurrent.TimeUnit;

/**
 * A client that waits in receive while its broker is killed and started again. It acknowledges nothing, so that each start finds
 * the same messages. Its thread receives; the measurement asks from another one.
 */
final class WaitingClient implements AutoCloseable {
    private static final long RECEIVE_MS = 120_000;
    /** Since when it must be in receive to be called waiting: what it had fetched before is used up or discarded by then. */
    private static final long WAITING_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final Connection connection;
    private final Session session;
    private final MessageConsumer consumer;
    private final Thread thread = new Thread(this::run, "waiting-client");
    /** Whether it stops after each message. */
    private boolean pausing = true;
    private boolean paused;
    private boolean closed;
    private boolean receiving;
    private long received;
    private long changedNanos;
    private Exception failure;

    WaitingClient(ConnectionFactory factory, String queue) throws JMSException {
        connection = factory.createConnection();
        session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        consumer = session.createConsumer(session.createQueue(queue));
        connection.start();
        thread.setDaemon(true);
        thread.start();
    }

    /** Messages received so far. */
    synchronized long received() {
        return received;
    }

    /** Lets it take what it has fetched from a broker that is no longer there, and waits until it is in receive and nothing comes. */
    synchronized void awaitWaiting() throws InterruptedException {
        paused = false;
        pausing = false;
        notifyAll();
        while (!receiving || System.nanoTime() - changedNanos < WAITING_NANOS) {
            requireNoFailure();
            wait(1);
        }
        pausing = true;
    }

    /** Waits for more messages than {@code before}. @return when the first of them came, on the clock of System.nanoTime */
    synchronized long awaitMoreThan(long before) throws InterruptedException {
        while (received <= before) {
            requireNoFailure();
            wait(1000);
        }
        return changedNanos;
    }

    @Override
    public void close() throws JMSException {
        synchronized (this) {
            closed = true;
            paused = false;
            notifyAll();
        }
        connection.close();
    }

    private void requireNoFailure() {
        if (failure != null) {
            throw new IllegalStateException("the waiting client ended: " + failure, failure);
        }
    }

    private void run() {
        try {
            while (begin()) {
                Message message = consumer.receive(RECEIVE_MS);
                end(message);
            }
        } catch (JMSException | InterruptedException | RuntimeException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        }
    }

    private synchronized boolean begin() throws InterruptedException {
        while (paused) {
            wait();
        }
        receiving = true;
        changedNanos = System.nanoTime();
        return !closed;
    }

    private synchronized void end(Message message) {
        receiving = false;
        if (message != null) {
            received++;
            changedNanos = System.nanoTime();
            paused = pausing;
        }
        notifyAll();
    }
}

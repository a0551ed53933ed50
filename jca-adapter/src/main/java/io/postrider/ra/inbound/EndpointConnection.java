package io.postrider.ra.inbound;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A connection of an activated bean while it lasts: the client resumes it after the loss of a link, and says so when it gives up. Opened and
 * closed by the activation; any thread.
 */
final class EndpointConnection {
    private static final System.Logger LOG = System.getLogger(EndpointConnection.class.getName());

    private final Endpoint bean;
    private final XAConnection connection;
    private final EndpointPool pool;
    private final long closeTimeoutMs;
    /** Null before the broker has opened it. */
    private volatile ConnectionConsumer consumer;
    private boolean warned;
    private long warnedNanos;

    private EndpointConnection(Endpoint bean, Server server, XAConnection connection) {
        this.bean = bean;
        this.connection = connection;
        this.pool = new EndpointPool(bean, server, connection);
        this.closeTimeoutMs = bean.source().client().getRequestTimeoutMs();
    }

    /**
     * Connects, and delivers nothing before {@link #start}.
     *
     * @param lost told on a thread of the client when the connection is lost for good, or was resumed without the consumer
     */
    static EndpointConnection open(Endpoint bean, Server server, Consumer<EndpointConnection> lost) throws JMSException {
        XAConnection connection = bean.source().client().createXAConnection();
        EndpointConnection opened = new EndpointConnection(bean, server, connection);
        try {
            connection.setExceptionListener(cause -> opened.failed(cause, lost));
            opened.consumer = bean.source().open(connection, opened.pool);
            return opened;
        } catch (JMSException | RuntimeException | Error e) {
            opened.closeConnection();
            throw e;
        }
    }

    void start() throws JMSException {
        connection.start();
    }

    private void failed(JMSException cause, Consumer<EndpointConnection> lost) {
        if (isAlive()) {
            LOG.log(isTimeToWarn() ? Level.WARNING : Level.DEBUG, "delivery of " + bean.source().destination() + " goes on after: " + cause.getMessage(), cause);
        } else {
            lost.accept(this);
        }
    }

    /** A server that gives no endpoints, because an application starts slowly say, is asked once a second. */
    private synchronized boolean isTimeToWarn() {
        long now = System.nanoTime();
        if (warned && now - warnedNanos < TimeUnit.MINUTES.toNanos(1)) {
            return false;
        }
        warned = true;
        warnedNanos = now;
        return true;
    }

    /** A connection may go on without its consumer, which the broker can refuse when the connection is resumed: that brings no messages either. */
    boolean isAlive() {
        try {
            connection.getMetaData();
            if (consumer != null) {
                consumer.getServerSessionPool();
            }
            return true;
        } catch (JMSException e) {
            return false;
        }
    }

    /**
     * Takes no more messages, waits for the beans that have one, so that their transactions can end, and closes the connection. Takes no longer
     * than three request timeouts of the client.
     */
    void close() {
        try {
            endDeliveries();
        } finally {
            closeConnection();
        }
    }

    private void endDeliveries() {
        try {
            consumer.close();
        } catch (JMSException e) {
            LOG.log(Level.DEBUG, "the consumer of " + bean.source().destination() + " was not closed in order", e);
        }
        int left = pool.close(closeTimeoutMs);
        if (left > 0) {
            LOG.log(Level.WARNING, left + " deliveries of " + bean.source().destination() + " did not end within " + closeTimeoutMs
                    + " ms; their connection is closed, and the messages come again");
        }
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (JMSException e) {
            LOG.log(Level.DEBUG, "the connection for " + bean.source().destination() + " was not closed in order", e);
        }
    }
}

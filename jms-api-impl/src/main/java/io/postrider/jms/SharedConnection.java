package io.postrider.jms;

/** The connection under one or more JMSContexts (specification 2.8.4); the last one to close closes it. Any thread. */
final class SharedConnection {
    private final JmsConnection connection;
    private int contexts;

    SharedConnection(JmsConnection connection) {
        this.connection = connection;
    }

    synchronized void join() {
        contexts++;
    }

    /** @return whether that was the last one */
    synchronized boolean leave() {
        return --contexts == 0;
    }

    JmsConnection connection() {
        return connection;
    }
}

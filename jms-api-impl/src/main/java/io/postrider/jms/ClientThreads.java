package io.postrider.jms;

import io.postrider.jms.client.SharedDialer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads that all connections of the client in this class loader share. They begin with the first connection and end some time after
 * the last, by themselves; who has to say when, since its class loader goes, holds them meanwhile. Any thread.
 */
public final class ClientThreads implements AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();

    private ClientThreads() {
    }

    /** Begins them, so that they inherit nothing of who happens to connect first. */
    public static ClientThreads hold() {
        SharedDialer.hold();
        return new ClientThreads();
    }

    /**
     * Ends them, unless there is a connection, which then ends them with it, or somebody else who holds them. Returns when the last is
     * gone, which takes a second or two, and half a minute at the very most. Not for a listener.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            SharedDialer.giveBack();
        }
    }
}

package io.postrider.jms.client;

import io.postrider.transport.net.Dialer;
import java.util.concurrent.TimeUnit;

/**
 * The one {@link Dialer} of this class loader, whose event loops all connections share. Any thread, guarded by the class.
 *
 * <p>It is closed some time after the last connection, so that a program that connects for each message does not make event
 * loops each time, and an undeployed application leaves no thread behind.
 */
final class SharedDialer {
    private static final long IDLE_MS = 10_000;

    private static Dialer dialer;
    private static int users;
    private static Thread closer;

    private SharedDialer() {
    }

    /** To be given back by {@link #release}. */
    static Dialer acquire() {
        synchronized (SharedDialer.class) {
            users++;
            if (dialer == null) {
                dialer = new Dialer();
            }
            return dialer;
        }
    }

    static void release() {
        synchronized (SharedDialer.class) {
            users--;
            if (users == 0 && closer == null) {
                closer = new Thread(SharedDialer::closeWhenIdle, "postrider-client-idle");
                closer.setDaemon(true);
                closer.start();
            }
            SharedDialer.class.notifyAll();
        }
    }

    private static void closeWhenIdle() {
        Dialer idle;
        synchronized (SharedDialer.class) {
            try {
                waitUntilIdle();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            closer = null;
            if (users > 0) {
                return;
            }
            idle = dialer;
            dialer = null;
        }
        idle.close();
    }

    /** Until nobody has used it for the whole time, or somebody does again. */
    private static void waitUntilIdle() throws InterruptedException {
        long end = ClientClock.SYSTEM.nanosNow() + TimeUnit.MILLISECONDS.toNanos(IDLE_MS);
        for (long left = IDLE_MS; users == 0 && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - ClientClock.SYSTEM.nanosNow())) {
            SharedDialer.class.wait(left);
        }
    }
}

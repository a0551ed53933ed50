package io.postrider.jms.client;

import io.postrider.transport.net.Dialer;
import java.util.concurrent.TimeUnit;

/**
 * The one {@link Dialer} of this class loader, whose event loops all connections share. Any thread, guarded by the class.
 *
 * <p>It is closed some time after the last connection, so that a program that connects for each message does not make event
 * loops each time, and an undeployed application leaves no thread behind. Who knows when that time has come holds it.
 */
public final class SharedDialer {
    private static final long IDLE_MS = 10_000;
    /** For its threads, one of which ends a second after the others. */
    private static final long END_MS_MAX = 5_000;
    /** For a closing that has begun already: that of the dialer, and its threads. */
    private static final long CLOSER_MS_MAX = 15_000;

    private static Dialer dialer;
    private static int users;
    private static Thread closer;
    /** None, once it was held: the class loader may go when that is over. */
    private static long idleMs = IDLE_MS;

    private SharedDialer() {
    }

    /** Keeps it, with all its threads started; to be given back by {@link #giveBack}. */
    public static void hold() {
        Dialer held;
        synchronized (SharedDialer.class) {
            idleMs = 0;
            held = acquire();
        }
        boolean started = false;
        try {
            held.start();
            started = true;
        } finally {
            if (!started) {
                giveBack();
            }
        }
    }

    /** If nobody else uses it, no thread of it is left on return. Waits for that in bounded time; not on an event loop. */
    public static void giveBack() {
        Dialer unused = null;
        Thread closing;
        synchronized (SharedDialer.class) {
            users--;
            if (users == 0) {
                unused = dialer;
                dialer = null;
            }
            closing = closer;
            SharedDialer.class.notifyAll();
        }
        try {
            if (unused != null) {
                close(unused);
            }
            if (closing != null) {
                closing.join(CLOSER_MS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Dialer unused) throws InterruptedException {
        unused.close();
        unused.awaitEnd(END_MS_MAX);
    }

    /** To be given back by {@link #release}. */
    static Dialer acquire() {
        synchronized (SharedDialer.class) {
            if (dialer == null) {
                dialer = new Dialer();
            }
            users++; // not before, since making one can fail
            return dialer;
        }
    }

    /** Also on an event loop, which cannot end itself: a thread of its own does that. */
    static void release() {
        synchronized (SharedDialer.class) {
            users--;
            if (users == 0 && closer == null) {
                closer = new Thread(null, SharedDialer::closeWhenIdle, "postrider-client-idle", 0, false);
                closer.setDaemon(true);
                closer.setContextClassLoader(SharedDialer.class.getClassLoader());
                closer.start();
            }
            SharedDialer.class.notifyAll();
        }
    }

    private static void closeWhenIdle() {
        try {
            for (Dialer idle = awaitIdle(); idle != null; idle = awaitIdle()) {
                close(idle);
            }
        } catch (InterruptedException e) {
            // nobody has a reason for that; what is idle is closed by the next who releases it
            Thread.currentThread().interrupt();
            ended();
        }
    }

    /** Until nobody has used it for the whole time, or somebody does again. @return null if there is nothing to close */
    private static Dialer awaitIdle() throws InterruptedException {
        synchronized (SharedDialer.class) {
            long end = ClientClock.SYSTEM.nanosNow() + TimeUnit.MILLISECONDS.toNanos(idleMs);
            for (long left = idleMs; users == 0 && dialer != null && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - ClientClock.SYSTEM.nanosNow())) {
                SharedDialer.class.wait(left);
            }
            if (users > 0 || dialer == null) {
                ended();
                return null;
            }
            Dialer idle = dialer;
            dialer = null;
            return idle;
        }
    }

    private static synchronized void ended() {
        closer = null;
    }
}

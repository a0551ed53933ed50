package io.postrider.jms;

import io.postrider.jms.client.Waiting;
import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * That something is closed by one thread, and that every other one that closes it comes back when it is closed (specification
 * 6.1.8). Any thread.
 */
final class Closing {
    private final AtomicReference<Thread> closer = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /** @return whether it is the caller who closes, and has to call {@link #end} */
    boolean begin() {
        return closer.compareAndSet(null, Thread.currentThread());
    }

    boolean hasBegun() {
        return closer.get() != null;
    }

    void end() {
        over.countDown();
    }

    /** Waits for the thread that closes it, unless that is the caller. @param what is closed, as in "the close of {@code what}" */
    void await(String what, long timeoutMs) throws JMSException {
        if (closer.get() == Thread.currentThread()) {
            return;
        }
        try {
            if (!over.await(timeoutMs, TimeUnit.MILLISECONDS)) {
                throw JmsErrors.timedOut("the close of " + what + " by another thread", timeoutMs);
            }
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }
}

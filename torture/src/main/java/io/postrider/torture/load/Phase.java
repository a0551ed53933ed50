package io.postrider.torture.load;

import java.util.concurrent.TimeUnit;

/** How far a run is, for all actors of one client process. Any thread; only forward. */
final class Phase {
    /** In their order. */
    enum Step {
        /** Consumers make their subscriptions. */
        OPENING,
        WORKING,
        /** Nobody sends any more, consumers go on. */
        DRAINING,
        ENDING
    }

    private Step step = Step.OPENING;

    synchronized void advance(Step to) {
        if (to.compareTo(step) > 0) {
            step = to;
            notifyAll();
        }
    }

    synchronized boolean isAtLeast(Step other) {
        return step.compareTo(other) >= 0;
    }

    /** @return whether it came so far within that time */
    synchronized boolean await(Step other, long ms) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (step.compareTo(other) < 0) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }
}

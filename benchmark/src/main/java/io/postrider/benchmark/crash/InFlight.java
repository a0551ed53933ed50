package io.postrider.benchmark.crash;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Operations that have begun and not ended, and those that have ended. Used by all client threads. */
final class InFlight {
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();

    void begin(int operations) {
        open.addAndGet(operations);
    }

    void end(int operations) {
        open.addAndGet(-operations);
        ended.addAndGet(operations);
    }

    long open() {
        return open.get();
    }

    long ended() {
        return ended.get();
    }

    /** Waits for a condition, looking every millisecond. @throws IllegalStateException after {@code secondsMax}, saying what was waited for */
    static void await(String what, int secondsMax, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited " + secondsMax + " s for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}

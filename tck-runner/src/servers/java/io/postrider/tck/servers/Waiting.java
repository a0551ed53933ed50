package io.postrider.tck.servers;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what nobody tells a test: a state of another process. */
final class Waiting {
    private static final long LOOK_MS = 100;

    private Waiting() {
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    /** @throws AssertionError with what is there instead, if it does not hold in that time */
    static void until(Duration most, Supplier<String> otherwise, Condition condition) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        long deadline = System.nanoTime() + most.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + most.toSeconds() + " s: " + otherwise.get());
            }
            never.await(LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }
}

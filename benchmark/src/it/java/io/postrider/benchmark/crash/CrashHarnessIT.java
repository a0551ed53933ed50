package io.postrider.benchmark.crash;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten cycles of each kind in every build; more by hand with {@link CrashHarness#main}. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CrashHarnessIT {
    private static final int CYCLES = 10;
    private static final long SEED = 20261123;

    private final Path folder = Path.of("target", "crash");

    @AfterEach
    void deleteFolder() throws IOException {
        CrashHarness.delete(folder);
    }

    @Test
    void nothing_is_lost_or_doubled_when_the_broker_is_killed() throws Exception {
        Checker checker = new CrashHarness(new CrashHarness.Options(CYCLES, SEED, false, folder, true)).run();
        assertTrue(checker.isClean(), checker::report);
    }

    @Test
    void nothing_is_lost_or_doubled_when_the_power_fails() throws Exception {
        Checker checker = new CrashHarness(new CrashHarness.Options(CYCLES, SEED, true, folder, true)).run();
        assertTrue(checker.isClean(), checker::report);
    }

    /** The broker says that it has synced and has not: clients that come back are unknown, or miss what was confirmed. */
    @Test
    void the_harness_notices_a_broker_that_does_not_sync() {
        boolean clean;
        try {
            clean = new CrashHarness(new CrashHarness.Options(2, SEED, true, folder, false)).run().isClean();
        } catch (IllegalStateException aClientEnded) {
            clean = false;
        } catch (Exception e) {
            throw new AssertionError("the harness itself failed", e);
        }
        assertFalse(clean, "nothing was missed after a loss of power without a sync");
    }
}

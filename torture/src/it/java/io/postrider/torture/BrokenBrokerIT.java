package io.postrider.torture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import io.postrider.broker.BrokenBroker;
import io.postrider.torture.check.Kind;
import io.postrider.torture.check.Verdict;
import io.postrider.torture.fault.DataFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Proof that the torture can fail: brokers that are broken on purpose, and it says how. Several at once, since most of the time is waiting. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class BrokenBrokerIT {
    private static final long SEED = 20261127;
    private static final Scale SMALL = new Scale(2, 600, 1_200, 300, 600, 1_500);
    private static final int SECONDS = 10;
    private static final int ATTEMPTS_MAX = 4;
    private static final List<String> SENT_AND_TAKEN = List.of("plain", "asynchronous");
    private static final List<String> IN_BRANCHES = List.of("xa");
    /**
     * What a decided branch that was undone looks like: mixed, where the transaction manager heard of it, and lost, where the client repeated the
     * commit over another link and took the branch that was gone for committed.
     */
    private static final Set<Kind> UNDONE = Set.of(Kind.MIXED, Kind.LOST);

    /** A kill that meets nothing shows nothing; on a busy machine that happens, so it is tried for longer then. */
    private static void isCaught(Class<?> broker, Set<Kind> expected, List<String> loads, String... faults) throws IOException, InterruptedException {
        TortureReport report = null;
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            report = run(broker, new TortureOptions(Duration.ofSeconds((long) SECONDS * attempt), SEED + attempt, List.of(faults), loads,
                    Path.of("target", "torture-" + broker.getSimpleName()).toAbsolutePath()));
            Verdict verdict = report.verdict();
            if (expected.stream().anyMatch(kind -> verdict.count(kind) > 0)) {
                assertFalse(report.isClean());
                return;
            }
        }
        fail("not noticed: " + report.text());
    }

    private static TortureReport run(Class<?> broker, TortureOptions options) throws IOException, InterruptedException {
        DataFolders.delete(options.directory());
        try {
            return new Torture(options, line -> { }, SMALL, broker.getName()).run();
        } finally {
            DataFolders.delete(options.directory());
        }
    }

    @Test
    void a_broker_that_answers_before_the_sync_is_caught() throws Exception {
        isCaught(BrokenBroker.Unsynced.class, Set.of(Kind.LOST), SENT_AND_TAKEN, "power-loss");
    }

    @Test
    void a_broker_that_does_not_store_what_a_session_has_sent_is_caught() throws Exception {
        isCaught(BrokenBroker.WithoutSessionRecord.class, Set.of(Kind.DOUBLED), SENT_AND_TAKEN, "broker-kill");
    }

    @Test
    void a_broker_that_does_not_store_acknowledgements_is_caught() throws Exception {
        isCaught(BrokenBroker.WithoutRemoval.class, Set.of(Kind.DOUBLED), SENT_AND_TAKEN, "broker-kill");
    }

    @Test
    void a_broker_that_forgets_what_it_delivered_is_caught() throws Exception {
        isCaught(BrokenBroker.WithoutRedeliveryMark.class, Set.of(Kind.DOUBLED), SENT_AND_TAKEN, "broker-kill");
    }

    @Test
    void a_broker_that_confirms_what_it_does_not_store_is_caught() throws Exception {
        isCaught(BrokenBroker.WithoutMessages.class, Set.of(Kind.LOST), SENT_AND_TAKEN, "broker-kill");
    }

    @Test
    void a_broker_that_does_not_store_what_is_prepared_is_caught() throws Exception {
        isCaught(BrokenBroker.WithoutPreparedBranches.class, UNDONE, IN_BRANCHES, "broker-kill");
    }

    @Test
    void a_broker_that_rolls_back_prepared_branches_that_it_does_not_know_is_caught() throws Exception {
        isCaught(BrokenBroker.RollingBackWhatItDoesNotKnow.class, UNDONE, IN_BRANCHES, "broker-kill");
    }
}

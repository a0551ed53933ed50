package io.postrider.torture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.broker.TortureBroker;
import io.postrider.torture.fault.DataFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Some torture in every build. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TortureIT {
    private static final long SEED = 20261127;
    private static final List<String> SENT_AND_TAKEN = List.of("plain", "asynchronous", "transacted");
    /** Less time for the clients between faults, and less waiting at the end. */
    private static final Scale QUICK = new Scale(4, 700, 2_000, 300, 1_500, 1_500);
    private static final Scale SMALL = new Scale(2, 600, 1_200, 300, 600, 1_500);

    private final Path folder = Path.of("target", "torture").toAbsolutePath();

    /** Before it too: a build that was broken off leaves its folder. */
    @BeforeEach
    @AfterEach
    void deleteFolder() throws IOException {
        DataFolders.delete(folder);
    }

    private TortureReport run(Scale scale, int seconds, List<String> faults, List<String> loads) throws IOException, InterruptedException {
        TortureOptions options = new TortureOptions(Duration.ofSeconds(seconds), SEED, faults, loads, folder);
        return new Torture(options, line -> { }, scale, TortureBroker.class.getName()).run();
    }

    private static void isClean(TortureReport report) {
        assertTrue(report.isClean(), report::text);
        report.verdict().loads().forEach(load -> assertTrue(load.confirmed() > 0 && load.receipts() > 0, report::text));
    }

    @Test
    void all_loads_and_all_faults_leave_every_message_where_it_belongs() throws Exception {
        TortureReport report = run(QUICK, 40, TortureOptions.allFaults(), TortureOptions.allLoads());
        isClean(report);
        assertTrue(report.injected().values().stream().mapToInt(Integer::intValue).sum() >= 10, report::text);
    }

    @Test
    void nothing_is_lost_or_doubled_when_the_broker_is_killed_again_and_again() throws Exception {
        TortureReport report = run(SMALL, 18, List.of("broker-kill"), SENT_AND_TAKEN);
        isClean(report);
        assertTrue(report.injected().get("broker-kill") >= 3, report::text);
    }

    @Test
    void nothing_is_lost_or_doubled_when_the_power_fails_again_and_again() throws Exception {
        TortureReport report = run(SMALL, 18, List.of("power-loss"), SENT_AND_TAKEN);
        isClean(report);
        assertTrue(report.injected().get("power-loss") >= 3, report::text);
    }
}

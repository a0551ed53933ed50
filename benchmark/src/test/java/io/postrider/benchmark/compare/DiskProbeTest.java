package io.postrider.benchmark.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DiskProbeTest {
    @Test
    void syncedWritesTakeTimeAndLeaveNothingBehind(@TempDir Path folder) throws IOException {
        DiskProbe probe = DiskProbe.of(folder);
        assertTrue(probe.bestMeanNanos() > 0 && probe.p50Nanos() > 0 && probe.p99Nanos() >= probe.p50Nanos(), probe.toString());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }
}

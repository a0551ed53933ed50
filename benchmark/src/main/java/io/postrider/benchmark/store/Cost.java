package io.postrider.benchmark.store;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What was used so far, RocksDB's own threads included.
 *
 * @param nanos monotonic time
 * @param cpuNanos processor time of all threads of this process
 * @param writtenBytes to all disks of the machine, by anybody; -1 where the system does not tell
 */
record Cost(long nanos, long cpuNanos, long writtenBytes) {

    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    /** The disks' own count: the one kept for a process counts a whole large page of the cache for each small change to it. */
    private static final Path BLOCK_DEVICES = Path.of("/sys/block");
    private static final int SECTORS_WRITTEN = 6;
    private static final int SECTOR_BYTES = 512;

    static Cost now() {
        return new Cost(System.nanoTime(), SYSTEM.getProcessCpuTime(), written());
    }

    Cost since(Cost earlier) {
        return new Cost(nanos - earlier.nanos, cpuNanos - earlier.cpuNanos, writtenBytes - earlier.writtenBytes);
    }

    double perSecond(long count) {
        return count * 1e9 / nanos;
    }

    double cpuMicrosEach(long count) {
        return cpuNanos / 1e3 / count;
    }

    double seconds() {
        return nanos / 1e9;
    }

    private static long written() {
        if (!Files.isDirectory(BLOCK_DEVICES)) {
            return -1;
        }
        try (Stream<Path> devices = Files.list(BLOCK_DEVICES)) {
            // Only what has a device below it: loops and mappings would count the same bytes again.
            return devices.filter(each -> Files.exists(each.resolve("device"))).mapToLong(Cost::writtenTo).sum();
        } catch (IOException e) {
            return -1;
        }
    }

    private static long writtenTo(Path device) {
        try {
            String[] figures = Files.readString(device.resolve("stat")).strip().split("\\s+");
            return Long.parseLong(figures[SECTORS_WRITTEN]) * SECTOR_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

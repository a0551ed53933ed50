package io.postrider.benchmark.store;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has used so far, RocksDB's own threads included.
 *
 * @param nanos monotonic time
 * @param cpuNanos processor time of all threads
 * @param writtenBytes handed to the disk, -1 where the system does not tell
 */
record Cost(long nanos, long cpuNanos, long writtenBytes) {

    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final Path PROCESS_IO = Path.of("/proc/self/io");

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
        if (!Files.isReadable(PROCESS_IO)) {
            return -1;
        }
        try {
            return Files.readAllLines(PROCESS_IO).stream().filter(line -> line.startsWith("write_bytes: "))
                    .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length()))).findFirst().orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }
}

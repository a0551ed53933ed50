package io.postrider.examples.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process on this machine has used, or used between two moments.
 *
 * @param cpuNanos     processor time of all its threads, user and system, counted by the system in steps of 10 ms or so; -1 = not known
 * @param writtenBytes handed to disks, by Linux's account of the process ({@code write_bytes}); -1 = not known
 */
public record ProcessUse(long cpuNanos, long writtenBytes) {
    static final ProcessUse UNKNOWN = new ProcessUse(-1, -1);

    /** Since the process began; nothing is known of a process that is not there or not ours. */
    static ProcessUse of(long pid) {
        long cpuNanos = ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration()).map(Duration::toNanos).orElse(-1L);
        return new ProcessUse(cpuNanos, writtenBytes(Path.of("/proc", Long.toString(pid), "io")));
    }

    ProcessUse since(ProcessUse earlier) {
        return new ProcessUse(difference(cpuNanos, earlier.cpuNanos), difference(writtenBytes, earlier.writtenBytes));
    }

    private static long difference(long later, long earlier) {
        return later < 0 || earlier < 0 ? -1 : later - earlier;
    }

    private static long writtenBytes(Path account) {
        try {
            return Files.readAllLines(account).stream().filter(line -> line.startsWith("write_bytes: "))
                    .mapToLong(line -> Long.parseLong(line.substring(13))).findFirst().orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }
}

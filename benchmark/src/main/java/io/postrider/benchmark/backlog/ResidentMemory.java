package io.postrider.benchmark.backlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What a process holds in memory, as Linux counts it, looked at every second on a thread of its own. */
final class ResidentMemory implements AutoCloseable {
    private static final long INTERVAL_MS = 1000;

    /**
     * One look.
     *
     * @param seconds      since the first
     * @param phase        what the broker was doing
     * @param residentKib  all of the process that is in memory (VmRSS)
     * @param anonymousKib of that, what is not backed by a file: heap, direct and native memory (RssAnon)
     * @param highestKib   the most that was ever resident (VmHWM)
     */
    record Sample(double seconds, String phase, long residentKib, long anonymousKib, long highestKib) {
    }

    private final Path status;
    private final long startNanos = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "resident-memory");
        named.setDaemon(true);
        return named;
    });
    private String phase = "started";

    /** @param pid of a process on this machine */
    ResidentMemory(long pid) {
        status = Path.of("/proc", Long.toString(pid), "status");
        thread.scheduleAtFixedRate(this::look, 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** What the broker does from now on; takes a look as well. */
    synchronized void phase(String name) {
        phase = name;
        look();
    }

    synchronized List<Sample> samples() {
        look();
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private synchronized void look() {
        long resident = 0;
        long anonymous = 0;
        long highest = 0;
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    resident = kib(line);
                } else if (line.startsWith("RssAnon:")) {
                    anonymous = kib(line);
                } else if (line.startsWith("VmHWM:")) {
                    highest = kib(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the process whose memory is looked at has ended", e);
        }
        samples.add(new Sample((System.nanoTime() - startNanos) / 1e9, phase, resident, anonymous, highest));
    }

    private static long kib(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
}

package io.postrider.benchmark.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/**
 * What a synced write of 4 KB over existing blocks costs on this disk; the best that any side can do alone. Artemis derives its buffer
 * timeout from such writes when a broker is created ("artemis perf-journal"): the mean of the fastest series.
 */
record DiskProbe(long bestMeanNanos, long p50Nanos, long p99Nanos) {
    private static final int BLOCK_BYTES = 4096;
    private static final int BLOCKS = 250;
    private static final int SERIES = 5;

    static DiskProbe of(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "probe", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            writeAll(channel, new Histogram(3), false);
            channel.force(true);
            Histogram all = new Histogram(3);
            long best = Long.MAX_VALUE;
            for (int i = 0; i < SERIES; i++) {
                best = Math.min(best, writeAll(channel, all, true));
            }
            return new DiskProbe(best, all.getValueAtPercentile(50), all.getValueAtPercentile(99));
        } finally {
            Files.delete(file);
        }
    }

    /** Returns the mean in nanoseconds. */
    private static long writeAll(FileChannel channel, Histogram nanos, boolean sync) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        long begin = System.nanoTime();
        for (int i = 0; i < BLOCKS; i++) {
            block.clear();
            long before = System.nanoTime();
            channel.write(block, (long) i * BLOCK_BYTES);
            if (sync) {
                channel.force(false);
            }
            nanos.recordValue(System.nanoTime() - before);
        }
        return (System.nanoTime() - begin) / BLOCKS;
    }
}

package io.postrider.benchmark.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The disk without RocksDB: 4 KiB and a sync, appended to a growing file or written over blocks that exist. */
final class Disk {

    private static final int BLOCK_BYTES = 4096;
    private static final int BLOCKS = 16 * 1024;

    private final Path folder;

    Disk(Path folder) {
        this.folder = folder;
    }

    double appendsPerSecond(long millis) throws IOException {
        try (FileChannel file = open("append-" + System.nanoTime())) {
            return syncs(file, millis);
        }
    }

    double overwritesPerSecond(long millis) throws IOException {
        try (FileChannel file = open("overwrite")) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            while (file.size() < (long) BLOCKS * BLOCK_BYTES) {
                file.write(block.clear(), file.size());
            }
            file.force(true);
            return syncs(file, millis);
        }
    }

    private static double syncs(FileChannel file, long millis) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        long count = 0;
        while (System.nanoTime() < end) {
            file.write(block.clear(), (count % BLOCKS) * BLOCK_BYTES);
            file.force(false);
            count++;
        }
        return count * 1e9 / (System.nanoTime() - start);
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}

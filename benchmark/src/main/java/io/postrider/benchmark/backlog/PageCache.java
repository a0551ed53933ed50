package io.postrider.benchmark.backlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operating system's cache of files. Linux only, and only for the superuser. */
final class PageCache {
    private static final Path SWITCH = Path.of("/proc/sys/vm/drop_caches");

    private PageCache() {
    }

    /** Whether this process may drop it. */
    static boolean canBeDropped() {
        return Files.isWritable(SWITCH);
    }

    /** Writes what is not written and forgets what no process has mapped. */
    static void drop() throws IOException, InterruptedException {
        if (new ProcessBuilder("sync").inheritIO().start().waitFor() != 0) {
            throw new IOException("sync failed");
        }
        Files.writeString(SWITCH, "3");
    }
}

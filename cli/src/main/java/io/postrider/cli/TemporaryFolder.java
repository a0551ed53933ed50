package io.postrider.cli;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Temporary folders on a disk: in memory a sync would cost nothing, and show nothing. */
final class TemporaryFolder {
    private TemporaryFolder() {
    }

    /** A new one, on a disk if there is any that may be written. */
    static Path onDisk(String prefix) throws IOException {
        for (String candidate : List.of(System.getProperty("java.io.tmpdir"), "/var/tmp", System.getProperty("user.home"))) {
            Path folder = Path.of(candidate);
            if (Files.isWritable(folder) && isOnDisk(Files.getFileStore(folder))) {
                return Files.createTempDirectory(folder, prefix);
            }
        }
        return Files.createTempDirectory(prefix);
    }

    private static boolean isOnDisk(FileStore store) {
        return !List.of("tmpfs", "ramfs").contains(store.type());
    }
}

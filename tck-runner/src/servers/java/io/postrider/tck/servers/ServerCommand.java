package io.postrider.tck.servers;

import io.postrider.tck.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Commands of servers, such as a console, that have to succeed. */
final class ServerCommand {
    private static final int MS_MAX = 300_000;

    private ServerCommand() {
    }

    /** @throws IOException with what it said, if it failed */
    static void run(Path folder, Path log, List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(log.getParent());
        try (ChildProcess process = ChildProcess.start(command, folder, log)) {
            if (!process.hasEnded(MS_MAX)) {
                throw new IOException(command + " has not ended in " + MS_MAX + " ms; see " + log);
            }
            if (process.exitValue() != 0) {
                throw new IOException(command + " failed:\n" + Files.readString(log));
            }
        }
    }

    /** Where a library is that a server needs too. */
    static Path jarOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}

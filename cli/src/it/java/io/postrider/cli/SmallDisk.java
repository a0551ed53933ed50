package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few megabytes of its own, which can really be full; gone when this is closed. Needs a user who may mount. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** @param options of a tmpfs, such as {@code size=64m} */
    static SmallDisk mount(String options) throws IOException, InterruptedException {
        Path folder = RunningProcess.newFolder();
        boolean mounted = run("mount", "-t", "tmpfs", "-o", options, "none", folder.toString());
        if (!mounted) {
            Files.delete(folder);
        }
        Assumptions.assumeTrue(mounted, "this user may not mount a file system");
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    void remount(String options) throws IOException, InterruptedException {
        assertTrue(run("mount", "-o", "remount," + options, folder.toString()));
    }

    @Override
    public void close() throws IOException {
        try {
            assertTrue(run("umount", folder.toString()), "something still uses " + folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(folder + " is still mounted", e);
        }
        Files.delete(folder);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), () -> String.join(" ", command) + " has not ended");
            return process.exitValue() == 0;
        } catch (IOException e) {
            // a system without this command
            return false;
        }
    }
}

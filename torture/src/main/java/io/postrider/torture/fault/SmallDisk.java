package io.postrider.torture.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A small file system in memory, which can really be full; gone when this is closed. Needs a user who may mount. One thread. */
final class SmallDisk implements AutoCloseable {
    private static final int COMMAND_SECONDS_MAX = 30;
    private static final long MIB = 1 << 20;

    private final Path folder;
    /** Whoever ends the torture in the middle is left without it too. */
    private final Thread unmountAtExit;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.unmountAtExit = new Thread(this::unmountAtLast, "torture-unmount");
        Runtime.getRuntime().addShutdownHook(unmountAtExit);
    }

    /** @throws IOException with what the system said, if it may not be mounted */
    static SmallDisk mount(Path folder, long mib) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "none", folder.toString());
        return new SmallDisk(folder);
    }

    /** Why this user cannot mount one, or null. */
    static String impossible(Path folder) throws InterruptedException {
        try {
            mount(folder, 1).close();
            Files.deleteIfExists(folder);
            return null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    Path folder() {
        return folder;
    }

    /** Makes it so small that only that many bytes are free. */
    void leave(long bytes) throws IOException, InterruptedException {
        long used = (Files.getFileStore(folder).getTotalSpace() - Files.getFileStore(folder).getUsableSpace()) / 1024;
        run("mount", "-o", "remount,size=" + (used + bytes / 1024) + "k", folder.toString());
    }

    void resize(long mib) throws IOException, InterruptedException {
        run("mount", "-o", "remount,size=" + mib * MIB, folder.toString());
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(folder + " is still mounted", e);
        }
        Files.deleteIfExists(folder);
        Runtime.getRuntime().removeShutdownHook(unmountAtExit);
    }

    /** Also while a broker that is being killed still has files there. */
    private void unmountAtLast() {
        try {
            run("umount", "-l", folder.toString());
        } catch (IOException e) {
            System.getLogger(SmallDisk.class.getName()).log(System.Logger.Level.WARNING, folder + " is still mounted: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " has not ended within " + COMMAND_SECONDS_MAX + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " said: " + new String(process.getInputStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8).strip());
        }
    }
}

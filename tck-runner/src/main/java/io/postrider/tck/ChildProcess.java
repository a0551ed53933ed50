package io.postrider.tck;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process whose output is a file; it is gone when this is closed, and when this process ends. Used by one thread. */
public final class ChildProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 60;

    private final Process process;
    private final Thread atExit;

    private ChildProcess(Process process) {
        this.process = process;
        this.atExit = new Thread(process::destroy, "tck-stop");
    }

    /** @param log what it says is added to it */
    public static ChildProcess start(List<String> command, Path folder, Path log) throws IOException {
        ChildProcess child = new ChildProcess(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
        Runtime.getRuntime().addShutdownHook(child.atExit);
        return child;
    }

    /** Whether it has ended within that time. */
    public boolean hasEnded(int waitMs) throws InterruptedException {
        return process.waitFor(waitMs, TimeUnit.MILLISECONDS);
    }

    /** Of one that has ended. */
    public int exitValue() {
        return process.exitValue();
    }

    /** As kill -9 does: nothing is written, nobody is told. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        close();
    }

    /** In order if it obeys. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // this process is ending, and the hook has nothing left to do
        }
    }
}

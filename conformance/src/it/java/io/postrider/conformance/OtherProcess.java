package io.postrider.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process of this machine that runs a class of the suite until its standard input ends. Closed by who made it. */
final class OtherProcess implements AutoCloseable {
    private final Process process;
    private final String said;

    private OtherProcess(Process process, String said) {
        this.process = process;
        this.said = said;
    }

    /** Returns when the process has written its first line, which is what {@link #said} gives. */
    static OtherProcess start(Class<?> main, List<String> properties, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(properties);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            process.destroyForcibly();
            throw new IOException(main.getSimpleName() + " ended before it said anything");
        }
        return new OtherProcess(process, line);
    }

    String said() {
        return said;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As kill -9 does: it closes nothing. Returns when it has ended. */
    void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** In order. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        awaitEnd();
    }

    private void awaitEnd() throws IOException {
        try {
            if (!process.waitFor(Rules.WAIT_MS, TimeUnit.MILLISECONDS)) {
                throw new IOException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}

package io.postrider.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Another process of this machine that runs a class of the suite until its standard input ends. Closed by who made it. */
final class OtherProcess implements AutoCloseable {
    /** A run of several tests is one process. */
    private static final long FIRST_LINE_MS = 100_000;

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
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                line.complete(output.readLine());
            } catch (IOException e) {
                line.completeExceptionally(e);
            }
        }, "other-process");
        reader.setDaemon(true);
        reader.start();
        boolean said = false;
        try {
            String first = line.get(FIRST_LINE_MS, TimeUnit.MILLISECONDS);
            said = first != null;
            if (said) {
                return new OtherProcess(process, first);
            }
            throw new IOException(main.getSimpleName() + " ended before it said anything");
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(main.getSimpleName() + " said nothing within " + FIRST_LINE_MS + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before " + main.getSimpleName() + " said anything", e);
        } finally {
            if (!said) {
                process.destroyForcibly();
            }
        }
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

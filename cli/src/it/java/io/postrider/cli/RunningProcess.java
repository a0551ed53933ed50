package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A broker started by the command in a process of its own, on a folder of the build's disk; both are gone when this is closed. */
final class RunningProcess implements AutoCloseable {
    private static final int SECONDS_MAX = 120;

    private final Path folder;
    private Process process;
    private String url;

    private RunningProcess(Path folder) {
        this.folder = folder;
    }

    static Path newFolder() throws IOException {
        Files.createDirectories(Path.of("target"));
        return Files.createTempDirectory(Path.of("target"), "broker-").toAbsolutePath();
    }

    /** One that is started later, with its data beneath a folder that stays. */
    static RunningProcess on(Path folder) throws IOException {
        return new RunningProcess(Files.createDirectory(folder.resolve("broker")));
    }

    /** On any free port, with {@code key=value} settings. */
    static RunningProcess start(String... settings) throws IOException, InterruptedException {
        RunningProcess broker = new RunningProcess(newFolder());
        broker.startAgain(settings);
        return broker;
    }

    void startAgain(String... settings) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("start", "--data", data().toString(), "--port", "0"));
        Arrays.stream(settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        ProcessBuilder builder = new ProcessBuilder(CommandRun.command(arguments))
                .redirectInput(new File("/dev/null")).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("POSTRIDER"));
        process = builder.start();
        long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (RunningBroker.of(data()).filter(broker -> broker.pid() == process.pid()).isEmpty()) {
            assertTrue(!process.waitFor(10, TimeUnit.MILLISECONDS), () -> "the broker ended with " + process.exitValue() + ": " + logged());
            assertTrue(System.nanoTime() - untilNanos < 0, () -> "the broker has not started: " + logged());
        }
        url = RunningBroker.of(data()).orElseThrow().url();
    }

    String url() {
        return url;
    }

    int port() {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    Path data() {
        return folder.resolve("data");
    }

    long pid() {
        return process.pid();
    }

    String logged() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Waits until it ends by itself. */
    int awaitEnd() throws InterruptedException {
        assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), () -> "the broker goes on: " + logged());
        return process.exitValue();
    }

    /** SIGTERM. */
    int terminate() throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), () -> "the broker did not stop: " + logged());
        return process.exitValue();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        assertEquals(128 + 9, process.destroyForcibly().waitFor());
    }

    private Path log() {
        return folder.resolve("log");
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

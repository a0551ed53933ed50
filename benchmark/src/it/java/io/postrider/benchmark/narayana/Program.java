package io.postrider.benchmark.narayana;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A Java process of this test, whose lines are read as they come. Used by the test's thread. */
final class Program implements AutoCloseable {
    private static final int LINE_SECONDS_MAX = 90;
    private static final int END_SECONDS_MAX = 10;

    private final Class<?> main;
    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread reading;

    /** @param errors takes what it writes to its error output */
    Program(Class<?> main, Path errors, String... arguments) throws IOException {
        this.main = main;
        this.errors = errors;
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())).start();
        reading = new Thread(this::read, main.getSimpleName() + "-lines");
        reading.setDaemon(true);
        reading.start();
    }

    private void read() {
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the output of " + main.getSimpleName(), e);
        }
    }

    /** The next line that begins so; those before it are dropped. @throws AssertionError with its errors if there is none */
    String line(String beginning) throws IOException, InterruptedException {
        String line = "";
        while (!line.startsWith(beginning)) {
            line = next();
        }
        return line;
    }

    private String next() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LINE_SECONDS_MAX);
        while (System.nanoTime() < end) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line != null) {
                return line;
            }
            if (!reading.isAlive() && lines.isEmpty()) {
                throw new AssertionError(main.getSimpleName() + " has ended: " + Files.readString(errors));
            }
        }
        throw new AssertionError(main.getSimpleName() + " says nothing for " + LINE_SECONDS_MAX + " s: " + Files.readString(errors));
    }

    /** As {@code kill -9} does. @return the lines that it had said and nobody had read */
    List<String> kill() {
        if (!process.isAlive()) {
            throw new AssertionError(main.getSimpleName() + " has ended by itself, see " + errors);
        }
        close();
        List<String> rest = new ArrayList<>();
        lines.drainTo(rest);
        return rest;
    }

    @Override
    public void close() {
        // by its handle, which leaves what it had said to be read
        process.toHandle().destroyForcibly();
        try {
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException(main.getSimpleName() + " is still there " + END_SECONDS_MAX + " s after its kill");
            }
            reading.join(TimeUnit.SECONDS.toMillis(END_SECONDS_MAX));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

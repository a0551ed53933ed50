package io.postrider.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The process of the demo that sends and receives: the program Workload of the examples. It is asked how far it is over its
 * standard input, and says so in a line. Used by one thread; two others read what it writes.
 */
final class DemoProgram {
    private static final int ANSWER_MS_MAX = 10_000;
    private static final int LINES_KEPT = 20;

    private final Process process;
    private final Writer keys;
    private final BlockingQueue<Map<String, Long>> answers = new ArrayBlockingQueue<>(LINES_KEPT);
    private final Deque<String> otherLines = new ArrayDeque<>();
    private final Thread outReader;
    private final Thread errReader;
    private volatile Map<String, Long> last = Map.of();
    private volatile long resentSends;
    private volatile long askedOutcomes;

    private DemoProgram(Process process) {
        this.process = process;
        this.keys = process.outputWriter(StandardCharsets.UTF_8);
        this.outReader = reader(process.inputReader(StandardCharsets.UTF_8), this::read, "postrider-demo-out");
        this.errReader = reader(process.errorReader(StandardCharsets.UTF_8), this::readErr, "postrider-demo-err");
    }

    /** @param settings folder with the jndi.properties of the program */
    static DemoProgram start(Path settings, int messages) throws IOException {
        List<String> options = List.of("-Djava.util.logging.config.class=" + ResendCount.class.getName());
        List<String> command = JavaProcess.client(settings, options, "io.postrider.examples.Workload", List.of(Integer.toString(messages)));
        return new DemoProgram(new ProcessBuilder(command).start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How far it is now; when it has ended, how far it was then. */
    Map<String, Long> ask() throws IOException, InterruptedException {
        answers.clear();
        try {
            keys.write("\n");
            keys.flush();
        } catch (IOException e) {
            return atEnd(e);
        }
        long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MS_MAX);
        while (System.nanoTime() - untilNanos < 0) {
            Map<String, Long> answer = answers.poll(10, TimeUnit.MILLISECONDS);
            if (answer != null) {
                return answer;
            }
            if (!process.isAlive()) {
                return atEnd(null);
            }
        }
        throw new CommandFailure(ExitCode.FAILED, "the program that sends and receives has not said how far it is for " + ANSWER_MS_MAX + " ms.");
    }

    /** The pipe of a program that ends is closed before its last line is read. */
    private Map<String, Long> atEnd(IOException cause) throws IOException, InterruptedException {
        if (!process.waitFor(ANSWER_MS_MAX, TimeUnit.MILLISECONDS)) {
            throw cause == null ? new IOException("the program does not end") : cause;
        }
        end();
        return last;
    }

    /** Waits for it. @return its exit code */
    int end() throws InterruptedException {
        int exitCode = process.waitFor();
        outReader.join();
        errReader.join();
        return exitCode;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        end();
    }

    /** What it said last about itself. */
    Map<String, Long> last() {
        return last;
    }

    /** Sends that its client has written to more than one link. */
    long resentSends() {
        return resentSends;
    }

    /** Commits whose outcome its client has asked for after a loss. */
    long askedOutcomes() {
        return askedOutcomes;
    }

    /** The last lines that are neither answers nor counts, for the case that it fails. */
    synchronized List<String> otherLines() {
        return List.copyOf(otherLines);
    }

    private static Thread reader(BufferedReader from, java.util.function.Consumer<String> to, String name) {
        Thread thread = new Thread(() -> from.lines().forEach(to), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(String line) {
        if (!line.startsWith("sent=")) {
            keep(line);
            return;
        }
        last = numbers(line);
        answers.offer(last);
    }

    private void readErr(String line) {
        if (!line.startsWith(ResendCount.LINE)) {
            keep(line);
            return;
        }
        Map<String, Long> counts = numbers(line);
        resentSends = counts.get("sends");
        askedOutcomes = counts.get("outcomes");
    }

    private static Map<String, Long> numbers(String line) {
        return Stream.of(line.split(" ")).filter(part -> part.indexOf('=') > 0)
                .collect(Collectors.toMap(part -> part.substring(0, part.indexOf('=')), part -> Long.valueOf(part.substring(part.indexOf('=') + 1))));
    }

    private synchronized void keep(String line) {
        otherLines.add(line);
        if (otherLines.size() > LINES_KEPT) {
            otherLines.remove();
        }
    }
}

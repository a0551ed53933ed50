package io.postrider.torture.fault;

import io.postrider.broker.TortureBroker;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, {@link TortureBroker} or one that is broken on purpose. Used by one thread at a time. */
public final class BrokerProcess {
    private static final int START_SECONDS_MAX = 60;
    private static final int KILL_SECONDS_MAX = 10;
    private static final int LOOK_MS = 5;

    private final Process process;
    private final PrintStream in;
    private final BufferedReader out;
    private final int port;
    /** And nobody has asked for: a line for each fault at the most. */
    private final List<String> said = new ArrayList<>();

    private BrokerProcess(Process process, BufferedReader out, int port) {
        this.process = process;
        this.out = out;
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        this.port = port;
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @param jvm  options such as -Xmx256m
     * @param port 0 for a free one
     * @param set  settings as {@code key=value}
     * @throws IllegalStateException with what the process said, if it ended instead
     */
    public static BrokerProcess start(List<String> jvm, Path data, int port, List<String> set) throws IOException {
        return start(TortureBroker.class.getName(), jvm, data, port, set);
    }

    /** @param mainClass one that takes the same arguments and says the same */
    static BrokerProcess start(String mainClass, List<String> jvm, Path data, int port, List<String> set) throws IOException {
        List<String> settings = new ArrayList<>(List.of("data=" + data, "port=" + port));
        settings.addAll(set);
        File errors = data.resolveSibling(data.getFileName() + ".err").toFile();
        Process process = new ProcessBuilder(JavaProcess.of(jvm, mainClass, settings)).redirectError(ProcessBuilder.Redirect.appendTo(errors)).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = firstLine(process, out);
        if (line == null || !line.startsWith("ready ")) {
            process.destroyForcibly();
            throw new IllegalStateException("the broker did not start: " + line + "; see " + errors);
        }
        return new BrokerProcess(process, out, Integer.parseInt(line.substring(6)));
    }

    /** Null if it ended, or has not said anything in time. */
    private static String firstLine(Process process, BufferedReader out) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        try {
            while (!out.ready()) {
                if (process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS) && !out.ready() || System.nanoTime() > deadline) {
                    return null;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        return out.readLine();
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** What it has used of processors so far. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** A line for its clock or its disk; one that has ended does not hear it. */
    void tell(String line) {
        in.println(line);
    }

    /** Whether it has said a line; each time that it is said is asked for once. */
    boolean hasSaid(String line) throws IOException {
        while (out.ready()) {
            said.add(out.readLine());
        }
        return said.remove(line);
    }

    /** SIGKILL: no shutdown hook, no flush; the page cache stays. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!awaitEnd(TimeUnit.SECONDS.toMillis(KILL_SECONDS_MAX))) {
            throw new IllegalStateException("the broker's process " + process.pid() + " is still there " + KILL_SECONDS_MAX + " s after its kill");
        }
    }

    /** SIGTERM: it stops in order. @return whether it ended in time */
    boolean stop(long ms) throws InterruptedException {
        process.destroy();
        return awaitEnd(ms);
    }

    /** Whether it has ended, by itself too, within that time. */
    boolean awaitEnd(long ms) throws InterruptedException {
        return process.waitFor(ms, TimeUnit.MILLISECONDS);
    }
}

package io.postrider.benchmark.crash;

import io.postrider.broker.HarnessBroker;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, started by {@link HarnessBroker}. Used by one thread. */
public final class BrokerProcess {
    private static final int KILL_SECONDS_MAX = 10;

    private final Process process;
    private final int port;

    private BrokerProcess(Process process, int port) {
        this.process = process;
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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(HarnessBroker.class.getName());
        command.add("data=" + data);
        command.add("port=" + port);
        command.addAll(set);
        File errors = data.resolveSibling(data.getFileName() + ".err").toFile();
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors)).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null || !line.startsWith("ready ")) {
            process.destroyForcibly();
            throw new IllegalStateException("the broker did not start: " + line + "; see " + errors);
        }
        return new BrokerProcess(process, Integer.parseInt(line.substring(6)));
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

    /** SIGKILL: no shutdown hook, no flush; the page cache stays. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the broker's process " + process.pid() + " is still there " + KILL_SECONDS_MAX + " s after its kill");
        }
    }
}

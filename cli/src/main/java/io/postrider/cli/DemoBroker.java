package io.postrider.cli;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The broker process of the demo: started, killed and started again on the same folder and port. Used by one thread. */
final class DemoBroker {
    private static final int START_MS_MAX = 60_000;
    private static final int STOP_MS_MAX = 60_000;
    private static final int LOOK_MS = 5;
    /** Below the ports that systems give to clients, one of which could be given this one while the broker is dead. */
    private static final int PORT_MIN = 10_000;
    private static final int PORT_MAX = 32_000;
    private static final int PORTS_TRIED = 100;

    private final Path data;
    private final Path log;
    private final int port;
    private Process process;

    DemoBroker(Path folder) throws IOException {
        this.data = folder.resolve("data");
        this.log = folder.resolve("broker.log");
        this.port = freePort();
    }

    String url() {
        return "postrider://127.0.0.1:" + port;
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return log;
    }

    /** Returns when it listens. */
    void start() throws IOException, InterruptedException {
        process = new ProcessBuilder(JavaProcess.postrider(List.of(),
                List.of("start", "--data", data.toString(), "--host", "127.0.0.1", "--port", Integer.toString(port))))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true)
                .start();
        long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MS_MAX);
        while (RunningBroker.of(data).filter(broker -> broker.pid() == process.pid()).isEmpty()) {
            if (process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                throw new CommandFailure(ExitCode.FAILED, "the broker did not start; it said: " + Failures.sentence(lastLine()));
            }
            if (System.nanoTime() - untilNanos > 0) {
                throw new CommandFailure(ExitCode.FAILED, "the broker has not started within " + START_MS_MAX + " ms; its log is " + log + ".");
            }
        }
    }

    /** SIGKILL: no part of the process runs any more when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** In order. Returns whether it ended by itself. */
    boolean stop() throws InterruptedException {
        if (process == null) {
            return true;
        }
        process.destroy();
        if (process.waitFor(STOP_MS_MAX, TimeUnit.MILLISECONDS)) {
            return true;
        }
        kill();
        return false;
    }

    private String lastLine() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
    }

    private static int freePort() {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int i = 0; i < PORTS_TRIED; i++) {
            int port = random.nextInt(PORT_MIN, PORT_MAX);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // somebody else has it
            }
        }
        throw new CommandFailure(ExitCode.FAILED, "none of " + PORTS_TRIED + " ports from " + PORT_MIN + " to " + PORT_MAX + " of 127.0.0.1 is free.");
    }
}

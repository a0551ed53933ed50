package io.postrider.benchmark.users;

import io.postrider.torture.fault.BrokerProcess;
import io.postrider.jms.JmsConnectionFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A broker process for one test, with a data folder that goes with it. Used by the test's thread. */
public class TestBroker implements AutoCloseable {
    public static final int RECEIVE_MS = 20_000;
    private static final int AWAIT_SECONDS_MAX = 60;
    private static final List<String> JVM = List.of("-Xmx256m");

    private final Path folder;
    private final List<String> settings;
    private final int port;
    private BrokerProcess process;

    /** @param settings as {@code key=value} */
    public TestBroker(String... settings) throws IOException {
        this.settings = List.of(settings);
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        folder = Files.createTempDirectory(target, "broker-");
        process = BrokerProcess.start(JVM, data(), 0, this.settings);
        port = process.port();
    }

    /** As {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** On the port and with the data of the one that was killed. */
    public void start() throws IOException {
        process = BrokerProcess.start(JVM, data(), port, settings);
    }

    /** @param parameters of the URL, such as {@code reconnectTimeoutMs=1000}; none for an empty text */
    public JmsConnectionFactory factory(String parameters) {
        return new JmsConnectionFactory(url() + (parameters.isEmpty() ? "" : "?" + parameters));
    }

    public String url() {
        return "postrider://127.0.0.1:" + port;
    }

    /** Where the broker listens, also after a kill and a start. */
    int port() {
        return port;
    }

    /** Waits for a condition. @throws AssertionError saying what was waited for */
    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS_MAX);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + AWAIT_SECONDS_MAX + " s for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Override
    public final void close() throws IOException {
        try {
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Path data() {
        return folder.resolve("data");
    }
}

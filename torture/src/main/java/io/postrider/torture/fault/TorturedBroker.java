package io.postrider.torture.fault;

import io.postrider.broker.TortureBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The broker: killed and started again, each time on another port, which the relays are told. Faults of both lanes use it; every method
 * is synchronized, so that who speaks to its clock waits while it starts.
 */
public final class TorturedBroker {
    private static final long STOP_MS_MAX = 60_000;
    private static final long CLOCK_MS_MAX = 10_000;
    private static final long LOOK_MS = 5;

    private final String mainClass;
    private final Path home;
    private final List<String> jvm = new ArrayList<>(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    private final List<String> settings;
    private final IntConsumer onPort;
    private Path data;
    private BrokerProcess process;
    private boolean expectedUp;
    private int slowMs;
    private long clockMs;
    private int clockNumber;
    private boolean clockObeyed;

    /**
     * @param mainClass an ordinary one, or one that is broken on purpose
     * @param power     whether losses of power come, for which it notes what is synced
     * @param settings  as {@code key=value}
     * @param onPort    told where it listens after each start
     */
    public TorturedBroker(String mainClass, Path data, boolean power, List<String> settings, IntConsumer onPort) {
        this.mainClass = mainClass;
        this.home = data;
        this.data = data;
        this.settings = List.copyOf(settings);
        this.onPort = onPort;
        if (power) {
            jvm.add("-D" + TortureBroker.NOTE_SYNCED_WAL + "=true");
        }
    }

    public synchronized void start() throws IOException {
        start(List.of());
    }

    /** @param others settings of this start only */
    synchronized void start(List<String> others) throws IOException {
        List<String> all = new ArrayList<>(settings);
        all.addAll(others);
        process = BrokerProcess.start(mainClass, jvm, data, 0, all);
        tellAll();
        // nobody sends before its clock is what it is said to be
        awaitClock();
        onPort.accept(process.port());
        expectedUp = true;
    }

    public synchronized void kill() throws InterruptedException {
        expectedUp = false;
        process.kill();
    }

    /** In order. @return whether it ended by itself */
    public synchronized boolean stop() throws InterruptedException {
        expectedUp = false;
        if (process.stop(STOP_MS_MAX)) {
            return true;
        }
        process.kill();
        return false;
    }

    /** Something is going to be done after which it may end by itself. */
    synchronized void mayEnd() {
        expectedUp = false;
    }

    /** It is going to end by itself. @return whether it did within that time; killed otherwise */
    boolean awaitEnd(long ms) throws InterruptedException {
        BrokerProcess ending;
        synchronized (this) {
            expectedUp = false;
            ending = process;
        }
        if (ending.awaitEnd(ms)) {
            return true;
        }
        ending.kill();
        return false;
    }

    synchronized boolean hasSaid(String line) throws IOException {
        return process.hasSaid(line);
    }

    /** Whether it runs, or is down because somebody wanted that. */
    public synchronized boolean isAsExpected() {
        return !expectedUp || process.isAlive();
    }

    public synchronized int port() {
        return process.port();
    }

    Path data() {
        return data;
    }

    /** While it is down: the next start is with the data there. */
    synchronized void useData(Path folder) {
        data = folder;
    }

    Path home() {
        return home;
    }

    synchronized void slowSyncs(int ms) {
        slowMs = ms;
        tellAll();
    }

    synchronized void failNextSync(String where) {
        mayEnd();
        process.tell("sync fail " + where);
    }

    /** Waits until it is so: a broker that is short of processor time may take a while to hear it. One that is down hears it when it starts. */
    void offClock(long ms) throws IOException {
        synchronized (this) {
            clockMs = ms;
            tellAll();
        }
        awaitClock();
    }

    private void awaitClock() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOCK_MS_MAX);
        while (!hasObeyedClock() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MS));
        }
    }

    private synchronized boolean hasObeyedClock() throws IOException {
        clockObeyed |= process.hasSaid("clock " + clockNumber) || !process.isAlive();
        return clockObeyed;
    }

    /** One that is down is told after its start. */
    private void tellAll() {
        process.tell("sync slow " + slowMs);
        process.tell("clock " + clockMs + " " + ++clockNumber);
        clockObeyed = false;
    }
}

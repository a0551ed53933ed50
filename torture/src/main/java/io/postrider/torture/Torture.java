package io.postrider.torture;

import io.postrider.broker.TortureBroker;
import io.postrider.torture.check.Checker;
import io.postrider.torture.check.Verdict;
import io.postrider.torture.fault.Arena;
import io.postrider.torture.fault.ClockJump;
import io.postrider.torture.fault.Fault;
import io.postrider.torture.fault.Fault.Lane;
import io.postrider.torture.fault.Faults;
import io.postrider.torture.fault.PowerLoss;
import io.postrider.torture.fault.Relay;
import io.postrider.torture.fault.TorturedBroker;
import io.postrider.torture.load.DelayedLoad;
import io.postrider.torture.log.FaultLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One run: starts broker and clients, has faults injected, drains, sweeps, and lets the {@link Checker} judge. Used by one thread. */
public final class Torture {
    private static final int READY_SECONDS_MAX = 120;
    /** A fault, and a start of the broker or of a client process. */
    private static final int LANE_SECONDS_MAX = 120;
    private static final int DRAINED_SECONDS_MAX = 120;
    private static final int EMPTY_SECONDS_MAX = 600;
    private static final int ENDED_SECONDS_MAX = 90;
    private static final int SWEEP_SECONDS_MAX = 300;
    private static final int PROGRESS_MS = 5_000;
    private static final int LOOK_MS = 100;
    /** Rolled back deliveries are part of the load: none is to get to the dead-letter queue. */
    private static final List<String> SETTINGS = List.of("attemptsMax=1000000");

    private final TortureOptions options;
    private final String brokerMain;
    private final Consumer<String> progress;
    private final Scale scale;
    private final List<String> failures = new ArrayList<>();
    private final List<FaultLane> lanes = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();
    private final Path logs;
    private final Path output;
    private TorturedBroker broker;
    private ClientFleet clients;
    private long startNanos;
    /** Whether everything had its chance to be received. */
    private boolean complete;

    /** @param progress takes a line now and then, on the caller's thread */
    public Torture(TortureOptions options, Consumer<String> progress) {
        this(options, progress, Scale.NORMAL, TortureBroker.class.getName());
    }

    /** @param brokerMain a broker that is broken on purpose, for tests */
    Torture(TortureOptions options, Consumer<String> progress, Scale scale, String brokerMain) {
        this.options = options;
        this.scale = scale;
        this.progress = progress;
        this.brokerMain = brokerMain;
        this.logs = options.directory().resolve("logs");
        this.output = options.directory().resolve("output");
    }

    /**
     * Runs it. The directory keeps data and logs.
     *
     * @throws IOException           if the directory cannot be used, or a process not be started
     * @throws IllegalStateException if the torture itself failed; the message says how
     */
    public TortureReport run() throws IOException, InterruptedException {
        prepare();
        Faults here = Faults.here(options.directory().resolve("small-disk"));
        Thread endOfAll = new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly), "torture-end");
        Runtime.getRuntime().addShutdownHook(endOfAll);
        try (FaultLog log = new FaultLog(logs.resolve(Checker.FAULTS_FILE))) {
            startNanos = System.nanoTime();
            for (String note : here.notes(options.faults())) {
                progress.accept("note: " + note);
            }
            start();
            torment(here.named(options.faults()), log);
            if (failures.isEmpty()) {
                drain();
                sweep();
                complete = true;
            }
        } finally {
            stopAll();
            Runtime.getRuntime().removeShutdownHook(endOfAll);
        }
        progress.accept("checking the logs");
        Verdict verdict = new Checker(logs).check(complete);
        return new TortureReport(options, injected(), here.notes(options.faults()), List.copyOf(failures), verdict);
    }

    private void prepare() throws IOException {
        Files.createDirectories(options.directory());
        try (Stream<Path> entries = Files.list(options.directory())) {
            if (entries.findAny().isPresent()) {
                throw new IOException("the directory " + options.directory() + " is not empty; name one that is, or that does not exist");
            }
        }
        Files.createDirectory(output);
        for (String load : options.loads()) {
            Files.createDirectories(logs.resolve(load));
        }
    }

    private void start() throws IOException, InterruptedException {
        for (int i = 0; i < scale.clients(); i++) {
            relays.add(new Relay());
        }
        broker = new TorturedBroker(brokerMain, options.directory().resolve("data").toAbsolutePath(), options.faults().contains(PowerLoss.NAME), SETTINGS,
                port -> relays.forEach(relay -> relay.to(port)));
        broker.start();
        clients = new ClientFleet(options, logs, output, relays);
        clients.start();
        if (!await(READY_SECONDS_MAX, () -> clients.all(ClientProcess::isReady))) {
            throw new IllegalStateException("the clients could not open their consumers within " + READY_SECONDS_MAX + " s; see " + output);
        }
        clients.tell("go");
    }

    private void torment(List<Fault> faults, FaultLog log) throws InterruptedException {
        Arena arena = new Arena(broker, relays, clients);
        addLane("torture-broker-faults", faults, Lane.BROKER, arena, log, scale.brokerPauseMin(), scale.brokerPauseMax());
        addLane("torture-other-faults", faults, Lane.SURROUNDINGS, arena, log, scale.otherPauseMin(), scale.otherPauseMax());
        long shown = System.nanoTime();
        long end = shown + options.duration().toNanos();
        lanes.forEach(Thread::start);
        while (System.nanoTime() < end && failures.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            look();
            if (System.nanoTime() - shown > TimeUnit.MILLISECONDS.toNanos(PROGRESS_MS)) {
                shown = System.nanoTime();
                show(TimeUnit.NANOSECONDS.toSeconds(end - shown) + " s left");
            }
        }
        lanes.forEach(FaultLane::end);
        if (!await(LANE_SECONDS_MAX, () -> lanes.stream().noneMatch(Thread::isAlive))) {
            throw new IllegalStateException("a fault has not ended within " + LANE_SECONDS_MAX + " s");
        }
        look();
    }

    private void addLane(String name, List<Fault> faults, Lane lane, Arena arena, FaultLog log, int pauseMsMin, int pauseMsMax) {
        List<Fault> own = faults.stream().filter(fault -> fault.lane() == lane).toList();
        if (!own.isEmpty()) {
            lanes.add(new FaultLane(name, own, arena, log, new Random(options.seed() + lane.ordinal()), pauseMsMin, pauseMsMax));
        }
    }

    /** Whether all that should run runs. */
    private void look() {
        if (!broker.isAsExpected()) {
            fail("the broker ended by itself; its output is " + options.directory().resolve("data.err"));
        }
        lanes.stream().map(FaultLane::failure).filter(failure -> failure != null).forEach(this::fail);
    }

    private void fail(String what) {
        if (!failures.contains(what)) {
            failures.add(what);
            progress.accept(what);
        }
    }

    /** No more sends; consumers go on until nothing comes any more. */
    private void drain() throws IOException, InterruptedException {
        clients.tell("drain");
        if (!await(DRAINED_SECONDS_MAX, () -> clients.all(ClientProcess::isDrained))) {
            blame(clients.not(ClientProcess::isDrained), "a send or commit has not returned " + DRAINED_SECONDS_MAX + " s after the last fault");
        }
        int quietMs = scale.quiet() + (options.loads().contains(DelayedLoad.NAME) ? DelayedLoad.DELAY_MS_MAX : 0)
                + (options.faults().contains(ClockJump.NAME) ? ClockJump.JUMP_MS_MAX : 0);
        long received = -1;
        long since = System.nanoTime();
        long deadline = since + TimeUnit.SECONDS.toNanos(EMPTY_SECONDS_MAX);
        while (System.nanoTime() - since < TimeUnit.MILLISECONDS.toNanos(quietMs) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            long now = clients.sum().received();
            if (now != received) {
                received = now;
                since = System.nanoTime();
            }
        }
        show("drained");
        clients.tell("end");
        if (!await(ENDED_SECONDS_MAX, () -> clients.all(ClientProcess::hasEnded))) {
            blame(clients.not(ClientProcess::hasEnded), "a consumer has not closed " + ENDED_SECONDS_MAX + " s after it was told to");
        }
    }

    private void blame(List<ClientProcess> processes, String what) throws IOException, InterruptedException {
        for (ClientProcess process : processes) {
            fail(process.isBroken() ? "a client process has failed; see " + process.errors() : "stuck: " + what + "; its threads are in " + process.dump());
        }
    }

    /** What is still in the broker, once it has nothing but its disk. */
    private void sweep() throws IOException, InterruptedException {
        if (!broker.stop()) {
            fail("the broker did not stop in order; its output is " + options.directory().resolve("data.err"));
        }
        broker.start();
        ClientProcess sweeper = ClientProcess.start("sweep", List.of("postrider://127.0.0.1:" + broker.port(), Long.toString(options.seed()), logs.toString(),
                String.join(",", options.loads()), "0", "sweep"), output);
        try {
            if (!await(SWEEP_SECONDS_MAX, sweeper::hasEnded)) {
                blame(List.of(sweeper), "what is left over could not be taken out within " + SWEEP_SECONDS_MAX + " s");
            }
        } finally {
            sweeper.kill();
        }
    }

    private void stopAll() throws IOException, InterruptedException {
        lanes.forEach(FaultLane::end);
        if (clients != null) {
            clients.killAll();
        }
        if (broker != null) {
            broker.kill();
        }
        for (Relay relay : relays) {
            relay.close();
        }
    }

    private void show(String rest) {
        ClientProcess.Count count = clients.sum();
        progress.accept(String.format(java.util.Locale.ROOT, "%4d s  sent %,9d  received %,9d  faults %4d  %s",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos), count.sent(), count.received(),
                injected().values().stream().mapToInt(Integer::intValue).sum(), rest));
    }

    private Map<String, Integer> injected() {
        Map<String, Integer> all = new TreeMap<>();
        options.faults().forEach(fault -> all.put(fault, 0));
        lanes.forEach(lane -> all.putAll(lane.counts()));
        return all;
    }

    private interface Condition {
        boolean holds();
    }

    private static boolean await(int secondsMax, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        return true;
    }
}

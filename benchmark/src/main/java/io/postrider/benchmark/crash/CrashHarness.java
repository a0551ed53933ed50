package io.postrider.benchmark.crash;

import io.postrider.broker.HarnessBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Kills a broker under load, cycle after cycle, and says whether anything was lost, doubled, reordered or made up.
 *
 * <p>By hand: {@code mvn -q -pl benchmark -am -P crash process-classes -Dcrash.arguments="cycles=200 seed=1 power=true"}. With
 * {@code power=true} the data folder is copied after each kill, cut to what was synced, and the broker goes on with the copy:
 * {@code kill -9} alone leaves the page cache, so it cannot show a missing sync.
 */
public final class CrashHarness {
    private static final int IN_FLIGHT_MIN = 100;
    private static final int KILL_AFTER_MS_MAX = 1500;
    private static final int WAIT_SECONDS_MAX = 60;
    private static final List<String> JVM = List.of("-Xmx512m");
    /** Clients that lose their link say so; here that is the plan. Held, so that its level stays. */
    private static final Logger CLIENT_LOG = Logger.getLogger("io.postrider.jms");

    /**
     * What one run is told.
     *
     * @param honest false for the test that shows that the harness can fail: the broker answers without a sync
     */
    record Options(int cycles, long seed, boolean power, Path folder, boolean honest) {
    }

    private final Options options;
    private final Random random;
    private final InFlight inFlight = new InFlight();
    private final List<ProducerTask> producers = new ArrayList<>();
    private final List<ConsumerTask> consumers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<EventLog> logs = new ArrayList<>();

    CrashHarness(Options options) {
        CLIENT_LOG.setLevel(Level.SEVERE);
        this.options = options;
        this.random = new Random(options.seed());
    }

    public static void main(String[] arguments) throws Exception {
        int cycles = 10;
        long seed = System.nanoTime();
        boolean power = false;
        Path folder = Path.of("target", "crash");
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.substring(0, Math.max(0, argument.indexOf('=')))) {
                case "cycles" -> cycles = Integer.parseInt(value);
                case "seed" -> seed = Long.parseLong(value);
                case "power" -> power = Boolean.parseBoolean(value);
                case "folder" -> folder = Path.of(value);
                default -> throw new IllegalArgumentException("'" + argument + "', expected cycles=N, seed=N, power=true|false or folder=DIR");
            }
        }
        Checker checker = new CrashHarness(new Options(cycles, seed, power, folder, true)).run();
        System.out.println(checker.report());
        System.exit(checker.isClean() ? 0 : 1);
    }

    /** Runs all cycles and the final drain. */
    Checker run() throws IOException, InterruptedException, NamingException {
        delete(options.folder());
        Files.createDirectories(options.folder());
        Path data = options.folder().resolve("data-0");
        BrokerProcess broker = start(data, 0);
        int port = broker.port();
        System.out.printf("%d cycles of %s, seed %d, port %d%n", options.cycles(), options.power() ? "power loss" : "kill -9", options.seed(), port);
        try {
            load(factory(port));
            for (int cycle = 1; cycle <= options.cycles(); cycle++) {
                long before = inFlight.ended();
                InFlight.await("1,000 operations to end after a start", WAIT_SECONDS_MAX, () -> inFlight.ended() - before >= 1000 || hasFailed());
                TimeUnit.MILLISECONDS.sleep(random.nextInt(KILL_AFTER_MS_MAX));
                InFlight.await(IN_FLIGHT_MIN + " operations in flight", WAIT_SECONDS_MAX, () -> inFlight.open() >= IN_FLIGHT_MIN || hasFailed());
                requireAlive(broker);
                long open = inFlight.open();
                broker.kill();
                if (options.power()) {
                    Path next = options.folder().resolve("data-" + cycle);
                    PowerLoss.cut(data, next);
                    delete(data);
                    data = next;
                }
                long start = System.nanoTime();
                broker = start(data, port);
                System.out.printf("cycle %3d: killed with %,d operations in flight, %,d ended before, up again after %,d ms%n", cycle, open,
                        inFlight.ended(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            }
            finish();
        } finally {
            broker.kill();
        }
        delete(data);
        Checker checker = new Checker();
        try (Stream<Path> queues = Files.list(options.folder().resolve("logs"))) {
            for (Path queue : queues.sorted().toList()) {
                checker.check(queue);
            }
        }
        return checker;
    }

    private BrokerProcess start(Path data, int port) throws IOException {
        List<String> jvm = new ArrayList<>(JVM);
        if (options.power()) {
            jvm.add("-D" + HarnessBroker.NOTE_SYNCED_WAL + "=true");
        }
        if (!options.honest()) {
            jvm.add("-D" + HarnessBroker.NEVER_SYNC + "=true");
        }
        return BrokerProcess.start(jvm, data, port, List.of());
    }

    private static ConnectionFactory factory(int port) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "io.postrider.jms.jndi.PostriderInitialContextFactory");
        environment.put("connectionFactory.broker", "postrider://127.0.0.1:" + port);
        return (ConnectionFactory) new InitialContext(environment).lookup("broker");
    }

    /** Three queues with one consumer each, of each mode, and one with a consumer of each mode; producers of each kind on all. */
    private void load(ConnectionFactory factory) throws IOException {
        int[] modes = {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED};
        for (int queue = 0; queue < 4; queue++) {
            String name = "crash-" + queue;
            Path folder = Files.createDirectories(options.folder().resolve("logs").resolve(name));
            for (int each = 0; each < 3; each++) {
                if (queue == each || queue == 3) {
                    EventLog log = log(folder.resolve("consumer-" + modeName(modes[each]) + "-" + each + ".log"));
                    ConsumerTask consumer = new ConsumerTask(modes[each], factory, name, log, inFlight, random.nextLong());
                    consumers.add(consumer);
                    run(consumer, "consumer-" + name + "-" + each);
                }
            }
            for (ProducerTask.Kind kind : ProducerTask.Kind.values()) {
                String producerName = name + "-" + kind;
                ProducerTask producer = new ProducerTask(producerName, kind, factory, name, log(folder.resolve("producer-" + kind + ".log")), inFlight,
                        random.nextLong());
                producers.add(producer);
                run(producer, producerName);
            }
        }
    }

    private static String modeName(int mode) {
        return mode == Session.AUTO_ACKNOWLEDGE ? "AUTO" : mode == Session.CLIENT_ACKNOWLEDGE ? "CLIENT" : "TRANSACTED";
    }

    private EventLog log(Path file) throws IOException {
        EventLog log = new EventLog(file);
        logs.add(log);
        return log;
    }

    private void run(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private boolean hasFailed() {
        return producers.stream().anyMatch(producer -> producer.failure() != null) || consumers.stream().anyMatch(consumer -> consumer.failure() != null);
    }

    private void requireAlive(BrokerProcess broker) {
        if (!broker.isAlive()) {
            throw new IllegalStateException("the broker ended by itself; see its .err file in " + options.folder());
        }
        producers.stream().map(ProducerTask::failure).filter(failure -> failure != null).findFirst().ifPresent(CrashHarness::fail);
        consumers.stream().map(ConsumerTask::failure).filter(failure -> failure != null).findFirst().ifPresent(CrashHarness::fail);
    }

    private static void fail(Exception failure) {
        throw new IllegalStateException("a client ended: " + failure, failure);
    }

    /** No more sends; the consumers go on until their queues are empty. */
    private void finish() throws InterruptedException, IOException {
        producers.forEach(ProducerTask::stop);
        int running = threads.size();
        InFlight.await("the producers to stop", WAIT_SECONDS_MAX, () -> threads.stream().filter(Thread::isAlive).count() <= running - producers.size());
        consumers.forEach(ConsumerTask::drain);
        InFlight.await("the final drain", 10 * WAIT_SECONDS_MAX, () -> threads.stream().noneMatch(Thread::isAlive));
        producers.stream().map(ProducerTask::failure).filter(failure -> failure != null).findFirst().ifPresent(CrashHarness::fail);
        consumers.stream().map(ConsumerTask::failure).filter(failure -> failure != null).findFirst().ifPresent(CrashHarness::fail);
        for (EventLog log : logs) {
            log.close();
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

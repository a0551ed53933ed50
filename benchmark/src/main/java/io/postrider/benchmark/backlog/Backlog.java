package io.postrider.benchmark.backlog;

import io.postrider.torture.fault.BrokerProcess;
import io.postrider.jms.JmsConnectionFactory;
import jakarta.jms.JMSException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fills a queue far beyond the broker's memory, takes all of it out, fills it again, and measures how long a waiting client has to
 * wait for its first message when that broker is killed and started, beside a broker that has little stored.
 *
 * <p>Arguments: {@code messages=N compared=N rounds=N heap=256m folder=DIR}. Ends with 1 if a message is missing, doubled or out of
 * order, or if more memory was resident than the sum that is named. The aims for the restart are printed beside what was measured.
 */
public final class Backlog {
    private static final String QUEUE = "backlog";
    private static final double FIRST_DELIVERY_SECONDS_AIM = 2;
    private static final double RATIO_AIM = 1.3;

    /**
     * What one run is told.
     *
     * @param messages stored when the broker is killed
     * @param compared stored in the one that it is compared with
     * @param rounds   restarts of each kind
     * @param heapMib  of the broker; direct memory is capped alike
     */
    record Options(long messages, long compared, int rounds, int heapMib, Path folder) {
    }

    /** How much of the files is in memory at a start. */
    private enum Cache {
        WARM, DROPPED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Options options;
    private final MemoryBound bound;

    Backlog(Options options) {
        this.options = options;
        this.bound = new MemoryBound((long) options.heapMib() << 20, (long) options.heapMib() << 20, options.messages());
    }

    public static void main(String[] arguments) throws Exception {
        long messages = 2_000_000;
        long compared = 20_000;
        int rounds = 5;
        int heapMib = 256;
        Path folder = Path.of("target", "backlog");
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.substring(0, Math.max(0, argument.indexOf('=')))) {
                case "messages" -> messages = Long.parseLong(value);
                case "compared" -> compared = Long.parseLong(value);
                case "rounds" -> rounds = Integer.parseInt(value);
                case "heap" -> heapMib = Integer.parseInt(value.replaceFirst("m$", ""));
                case "folder" -> folder = Path.of(value);
                default -> throw new IllegalArgumentException("'" + argument
                        + "', expected messages=N, compared=N, rounds=N, heap=256m or folder=DIR");
            }
        }
        Backlog backlog = new Backlog(new Options(messages, compared, rounds, heapMib, folder.toAbsolutePath()));
        boolean bounded;
        try {
            bounded = backlog.run();
        } finally {
            KilledStore.delete(folder);
        }
        System.exit(bounded ? 0 : 1);
    }

    /** @return whether no more was resident than the bound */
    boolean run() throws IOException, InterruptedException, JMSException {
        KilledStore.delete(options.folder());
        Files.createDirectories(options.folder());
        boolean bounded = fillAndDrain();
        restarts(PageCache.canBeDropped());
        return bounded;
    }

    /** @return whether no more was resident than the bound */
    boolean fillAndDrain() throws IOException, InterruptedException, JMSException {
        Path data = options.folder().resolve("data-drained");
        BrokerProcess broker = BrokerProcess.start(jvm(), data, 0, List.of());
        try (ResidentMemory memory = new ResidentMemory(broker.pid())) {
            JmsConnectionFactory factory = factory(broker.port());
            memory.phase("fill");
            long start = System.nanoTime();
            Filling.fill(factory, QUEUE, options.messages());
            long filled = System.nanoTime();
            long stored = KilledStore.size(data);
            memory.phase("drain");
            Draining.drain(factory, QUEUE, options.messages());
            long drained = System.nanoTime();
            memory.phase("empty");
            System.out.printf("%n%,d messages of 1 KiB went in at %,.0f/s, were %,d MiB on disk, and came out complete and in order at %,.0f/s%n",
                    options.messages(), options.messages() * 1e9 / (filled - start), stored >> 20, options.messages() * 1e9 / (drained - filled));
            return report(memory.samples());
        } finally {
            broker.kill();
            KilledStore.delete(data);
        }
    }

    private boolean report(List<ResidentMemory.Sample> samples) {
        System.out.printf("%n| s | phase | resident, MiB | of it not from files, MiB | highest so far, MiB |%n|---|---|---|---|---|%n");
        int step = Math.max(1, samples.size() / 16);
        for (int i = 0; i < samples.size(); i++) {
            ResidentMemory.Sample sample = samples.get(i);
            boolean first = i == 0 || !samples.get(i - 1).phase().equals(sample.phase());
            if (i % step == 0 || first || i == samples.size() - 1) {
                System.out.printf("| %.0f | %s | %,d | %,d | %,d |%n", sample.seconds(), sample.phase(), sample.residentKib() >> 10,
                        sample.anonymousKib() >> 10, sample.highestKib() >> 10);
            }
        }
        long highest = samples.get(samples.size() - 1).highestKib() << 10;
        System.out.printf("%nresident at the most %,d MiB, bound %,d MiB: %s%n", highest >> 20, bound.bytes() >> 20,
                highest <= bound.bytes() ? "kept" : "EXCEEDED");
        bound.parts().forEach((part, bytes) -> System.out.printf("  %,5d MiB  %s%n", bytes >> 20, part));
        return highest <= bound.bytes();
    }

    /**
     * Restarts the full and the nearly empty one in turns, so that whatever else the machine does meets both alike.
     *
     * @param dropping whether to do it with a dropped page cache as well, which everybody on the machine feels
     */
    void restarts(boolean dropping) throws IOException, InterruptedException, JMSException {
        List<Cache> caches = new ArrayList<>(List.of(Cache.WARM));
        if (dropping) {
            caches.add(Cache.DROPPED);
        }
        Map<Cache, List<Restart>> full = new EnumMap<>(Cache.class);
        Map<Cache, List<Restart>> small = new EnumMap<>(Cache.class);
        try (Restarted many = new Restarted("full", options.messages()); Restarted few = new Restarted("small", options.compared())) {
            for (int round = 0; round < options.rounds(); round++) {
                for (Cache cache : caches) {
                    full.computeIfAbsent(cache, key -> new ArrayList<>()).add(many.restart(cache));
                    small.computeIfAbsent(cache, key -> new ArrayList<>()).add(few.restart(cache));
                }
            }
        }
        System.out.printf("%n| page cache | stored | accepts connections, ms | first delivery, ms | all rounds, ms | processor time, ms |%n|---|---|---|---|---|---|%n");
        for (Cache cache : caches) {
            row(cache, options.messages(), full.get(cache));
            row(cache, options.compared(), small.get(cache));
        }
        for (Cache cache : caches) {
            double many = median(full.get(cache).stream().map(Restart::deliveredMs).toList());
            double ratio = many / median(small.get(cache).stream().map(Restart::deliveredMs).toList());
            System.out.printf("%npage cache %s: %.2f s to the first delivery (aim: under %.0f), %.2f times the time with %,d stored (aim: under %.1f)%n",
                    cache, many / 1000, FIRST_DELIVERY_SECONDS_AIM, ratio, options.compared(), RATIO_AIM);
        }
        if (!dropping) {
            System.out.println("the page cache was not dropped: that needs Linux and the superuser");
        }
    }

    private static void row(Cache cache, long stored, List<Restart> restarts) {
        System.out.printf("| %s | %,d | %,.0f | %,.0f | %s | %,.0f |%n", cache, stored,
                median(restarts.stream().map(Restart::readyMs).toList()), median(restarts.stream().map(Restart::deliveredMs).toList()),
                String.join(", ", restarts.stream().map(each -> String.format("%,.0f", each.deliveredMs())).toList()),
                median(restarts.stream().map(Restart::processorMs).toList()));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private List<String> jvm() {
        return List.of("-Xmx" + options.heapMib() + "m", "-XX:MaxDirectMemorySize=" + options.heapMib() + "m");
    }

    private static JmsConnectionFactory factory(int port) {
        return new JmsConnectionFactory("postrider://127.0.0.1:" + port);
    }

    /**
     * One start, on the clock of the measuring process.
     *
     * @param readyMs     from the start of the Java process until it says that clients can connect
     * @param deliveredMs from the same until the waiting client has its first message
     * @param processorMs what the broker's process has used of processors until then
     */
    private record Restart(double readyMs, double deliveredMs, double processorMs) {
    }

    /** A store that was killed once, when it was full, and is started from that state again and again. */
    private final class Restarted implements AutoCloseable {
        private final String name;
        private final KilledStore killed;
        private final WaitingClient client;
        private final int port;
        private BrokerProcess broker;
        private Path data;
        private int starts;

        Restarted(String name, long messages) throws IOException, InterruptedException, JMSException {
            this.name = name;
            Path image = options.folder().resolve("image-" + name);
            broker = BrokerProcess.start(jvm(), image, 0, List.of());
            port = broker.port();
            Filling.fill(factory(port), QUEUE, messages);
            client = new WaitingClient(factory(port), QUEUE);
            client.awaitMoreThan(0);
            broker.kill();
            killed = new KilledStore(image);
            data = restored();
            broker = BrokerProcess.start(jvm(), data, port, List.of());
        }

        /** Kills the broker that the client is connected to, and times the start of the next, which has everything as the first kill left it. */
        Restart restart(Cache cache) throws IOException, InterruptedException {
            Path next = restored();
            if (cache == Cache.DROPPED) {
                PageCache.drop();
            }
            broker.kill();
            client.awaitWaiting();
            long before = client.received();
            long start = System.nanoTime();
            broker = BrokerProcess.start(jvm(), next, port, List.of());
            double readyMs = (System.nanoTime() - start) / 1e6;
            double deliveredMs = (client.awaitMoreThan(before) - start) / 1e6;
            double processorMs = broker.processorTime().toMillis();
            KilledStore.delete(data);
            data = next;
            System.out.printf("%s, page cache %s: %,.0f ms, %,.0f ms, processor %,.0f ms%n", name, cache, readyMs, deliveredMs, processorMs);
            return new Restart(readyMs, deliveredMs, processorMs);
        }

        private Path restored() throws IOException {
            Path copy = options.folder().resolve("data-" + name + "-" + ++starts);
            killed.restore(copy);
            return copy;
        }

        @Override
        public void close() throws JMSException {
            client.close();
            try {
                broker.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

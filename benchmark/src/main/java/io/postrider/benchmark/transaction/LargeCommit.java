package io.postrider.benchmark.transaction;

import io.postrider.torture.fault.BrokerProcess;
import io.postrider.jms.JmsConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Whether others feel the commit of a large transaction: clients send persistent messages one by one, and the latencies of those sends
 * that were under way while a commit was are compared with those of a time without one. Both are taken in one run, in turns.
 */
public final class LargeCommit {
    private final int messages;
    private final int commits;
    private final int senders;
    private final int bytes;
    private final Path folder;

    private LargeCommit(Map<String, String> arguments) {
        messages = Integer.parseInt(arguments.getOrDefault("messages", "50000"));
        commits = Integer.parseInt(arguments.getOrDefault("commits", "10"));
        senders = Integer.parseInt(arguments.getOrDefault("senders", "8"));
        bytes = Integer.parseInt(arguments.getOrDefault("bytes", "100"));
        folder = Path.of(arguments.getOrDefault("folder", "target/large-commit"));
    }

    /** @param arguments {@code messages=50000 commits=10 senders=8 bytes=100 folder=...} */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            values.put(pair[0], pair[1]);
        }
        new LargeCommit(values).run();
    }

    private record Interval(long fromNanos, long toNanos) {
        boolean meets(long from, long to) {
            return from < toNanos && to > fromNanos;
        }
    }

    private void run() throws Exception {
        delete(folder);
        Files.createDirectories(folder);
        BrokerProcess broker = BrokerProcess.start(List.of("-Xmx1g"), folder.resolve("data"), 0, List.of());
        try {
            measure(new JmsConnectionFactory("postrider://127.0.0.1:" + broker.port()));
        } finally {
            broker.kill();
            delete(folder);
        }
    }

    private void measure(JmsConnectionFactory factory) throws Exception {
        List<Sender> threads = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            threads.add(new Sender(factory, i));
        }
        threads.forEach(Thread::start);
        List<Interval> quiet = new ArrayList<>();
        List<Interval> committing = new ArrayList<>();
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(session.createQueue("bulk"));
            for (int commit = 0; commit <= commits; commit++) {
                for (int i = 0; i < messages; i++) {
                    producer.send(session.createTextMessage("x".repeat(bytes)));
                }
                // what it staged is on the disk
                TimeUnit.MILLISECONDS.sleep(1_000);
                long start = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(2_000);
                long before = System.nanoTime();
                session.commit();
                long after = System.nanoTime();
                // the first warms up
                if (commit > 0) {
                    quiet.add(new Interval(start, before));
                    committing.add(new Interval(before, after));
                }
            }
        }
        for (Sender sender : threads) {
            sender.end();
        }
        report(threads, quiet, committing);
    }

    private void report(List<Sender> threads, List<Interval> quiet, List<Interval> committing) {
        Histogram without = new Histogram(3);
        Histogram with = new Histogram(3);
        for (Sender sender : threads) {
            for (Interval send : sender.sends) {
                long latency = (send.toNanos - send.fromNanos) / 1000;
                if (committing.stream().anyMatch(each -> each.meets(send.fromNanos, send.toNanos))) {
                    with.recordValue(latency);
                } else if (quiet.stream().anyMatch(each -> each.meets(send.fromNanos, send.toNanos))) {
                    without.recordValue(latency);
                }
            }
        }
        double commitMs = committing.stream().mapToLong(each -> each.toNanos - each.fromNanos).average().orElse(0) / 1e6;
        System.out.printf(Locale.ROOT, "%d commits of %,d messages of %d bytes: %.0f ms on average%n", commits, messages, bytes, commitMs);
        System.out.printf(Locale.ROOT, "%-28s %8s %10s %10s %10s%n", "sends of " + senders + " others", "count", "median us", "p99 us", "max us");
        print("without a commit", without);
        print("under way during one", with);
        System.out.printf(Locale.ROOT, "p99 during a commit / without: %.1f%n", (double) with.getValueAtPercentile(99) / without.getValueAtPercentile(99));
    }

    private static void print(String name, Histogram histogram) {
        System.out.printf(Locale.ROOT, "%-28s %8d %10d %10d %10d%n", name, histogram.getTotalCount(), histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(99), histogram.getMaxValue());
    }

    /** Sends persistent messages one by one, and notes when. */
    private static final class Sender extends Thread {
        private final JmsConnectionFactory factory;
        private final int number;
        private final List<Interval> sends = new ArrayList<>();
        private volatile boolean running = true;
        private volatile Exception failure;

        Sender(JmsConnectionFactory factory, int number) {
            super("sender-" + number);
            this.factory = factory;
            this.number = number;
        }

        @Override
        public void run() {
            try (Connection connection = factory.createConnection()) {
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue("single" + number));
                while (running) {
                    long from = System.nanoTime();
                    producer.send(session.createTextMessage("y".repeat(100)));
                    sends.add(new Interval(from, System.nanoTime()));
                }
            } catch (JMSException e) {
                failure = e;
            }
        }

        void end() throws InterruptedException {
            running = false;
            join(TimeUnit.SECONDS.toMillis(30));
            if (failure != null) {
                throw new IllegalStateException(getName(), failure);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> walk = Files.walk(folder)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}

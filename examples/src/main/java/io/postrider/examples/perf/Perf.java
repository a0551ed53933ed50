package io.postrider.examples.perf;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Measures a broker through its Jakarta Messaging client: producers and consumers on one queue, as fast as it goes or at a fixed rate,
 * and whether every message arrived once.
 */
public final class Perf {
    private static final String FACTORY = "io.postrider.jms.JmsXaConnectionFactory";
    private static final String URL = "postrider://localhost:7337";
    /** From the moment that all are connected to the first send, so that all producers are at their start. */
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Messages under way are lost if none of them arrives for so long. */
    private static final long DRAIN_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final int DRAIN_CHECK_MS = 20;
    private static final int END_MS_MAX = 120_000;

    private final Flow flow;
    private final Consumer<String> progress;
    private final List<ProducerLoop> producers = new ArrayList<>();
    private final List<ConsumerLoop> consumers = new ArrayList<>();
    private final List<Thread> producerThreads = new ArrayList<>();
    private final List<Thread> consumerThreads = new ArrayList<>();

    private Perf(PerfOptions options, ConnectionFactory factory, Consumer<String> progress) {
        this.flow = new Flow(options, ThreadLocalRandom.current().nextLong());
        this.progress = progress;
        for (int i = 0; i < options.load().consumers(); i++) {
            ConsumerLoop consumer = new ConsumerLoop(flow, factory);
            consumers.add(consumer);
            consumerThreads.add(thread(consumer, "perf-consumer-" + i));
        }
        for (int i = 0; i < options.load().producers(); i++) {
            ProducerLoop producer = new ProducerLoop(flow, factory, i);
            producers.add(producer);
            producerThreads.add(thread(producer, "perf-producer-" + i));
        }
    }

    /** One that keeps no process alive if it hangs in its provider. */
    private static Thread thread(Runnable loop, String name) {
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs the load to its end, on threads of its own.
     *
     * @param factory  every producer and consumer makes a connection with it; an XAConnectionFactory for {@link SendMode#XA}
     * @param progress told once a second how it goes
     * @throws JMSException          what a producer or consumer met first
     * @throws IllegalStateException if one of them met anything else, or does not come to its end
     */
    public static PerfResult run(PerfOptions options, ConnectionFactory factory, Consumer<String> progress) throws JMSException, InterruptedException {
        Perf perf = new Perf(options, factory, progress);
        try {
            return perf.run();
        } finally {
            perf.flow.end();
        }
    }

    private PerfResult run() throws JMSException, InterruptedException {
        consumerThreads.forEach(Thread::start);
        producerThreads.forEach(Thread::start);
        flow.awaitOpened();
        flow.begin(System.nanoTime() + LEAD_NANOS);

        long brokerPid = flow.options.brokerPid();
        awaitTime(flow.fromNanos());
        ProcessUse clientBefore = ProcessUse.of(ProcessHandle.current().pid());
        ProcessUse brokerBefore = brokerPid == 0 ? ProcessUse.UNKNOWN : ProcessUse.of(brokerPid);
        awaitTime(flow.toNanos());
        ProcessUse client = ProcessUse.of(ProcessHandle.current().pid()).since(clientBefore);
        ProcessUse broker = brokerPid == 0 ? ProcessUse.UNKNOWN : ProcessUse.of(brokerPid).since(brokerBefore);

        join(producerThreads);
        drain();
        flow.end();
        join(consumerThreads);
        requireNoFailure();
        return result(client, broker);
    }

    private void awaitTime(long nanos) throws InterruptedException, JMSException {
        long receivedBefore = flow.received.sum();
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
            requireNoFailure();
            long received = flow.received.sum();
            long underWay = Math.max(0, flow.sent.sum() - received);
            if (left > TimeUnit.SECONDS.toNanos(1)) {
                progress.accept(String.format(Locale.ROOT, "%s: %,d messages received in a second, %,d under way",
                        System.nanoTime() - flow.fromNanos() < 0 ? "warming up" : "measuring", received - receivedBefore, underWay));
            }
            receivedBefore = received;
        }
    }

    /** Until everything has arrived, or nothing arrives any more. */
    private void drain() throws InterruptedException {
        long received = -1;
        long changedNanos = System.nanoTime();
        while (!flow.isOver() && flow.received.sum() < flow.sent.sum()) {
            if (flow.received.sum() != received) {
                received = flow.received.sum();
                changedNanos = System.nanoTime();
            } else if (System.nanoTime() - changedNanos > DRAIN_NANOS_MAX) {
                return;
            }
            Thread.sleep(DRAIN_CHECK_MS);
        }
    }

    private void join(List<Thread> threads) throws InterruptedException, JMSException {
        long endMs = System.currentTimeMillis() + END_MS_MAX;
        for (Thread thread : threads) {
            thread.join(Math.max(1, endMs - System.currentTimeMillis()));
            if (thread.isAlive()) {
                requireNoFailure();
                throw new IllegalStateException(thread.getName() + " has not come to its end within " + END_MS_MAX + " ms");
            }
        }
    }

    private void requireNoFailure() throws JMSException {
        Throwable failure = flow.failure();
        if (failure instanceof JMSException e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException("a producer or consumer failed: " + failure, failure);
        }
    }

    private PerfResult result(ProcessUse client, ProcessUse broker) {
        SynchronizedHistogram send = Flow.histogram();
        SynchronizedHistogram wakeUp = Flow.histogram();
        SynchronizedHistogram endToEnd = Flow.histogram();
        for (ProducerLoop producer : producers) {
            send.add(producer.sendNanos());
            wakeUp.add(producer.wakeUpNanos());
        }
        consumers.forEach(consumer -> endToEnd.add(consumer.endToEndNanos()));
        double seconds = flow.options.pace().measuredSeconds();
        return new PerfResult(flow.options, flow.tally.counts(flow.notSent.sum()), flow.sentMeasured.sum() / seconds, flow.receivedMeasured.sum() / seconds,
                Latency.ofNanos(send), Latency.ofNanos(endToEnd), Latency.ofNanos(wakeUp), client, broker);
    }

    /** Makes the connection factory of any provider that has a public constructor with a URL. */
    public static ConnectionFactory factory(String className, String url) throws ReflectiveOperationException {
        return (ConnectionFactory) Class.forName(className).getConstructor(String.class).newInstance(url);
    }

    /** {@code [--factory CLASS] [--url URL] [--json true]} and what {@link PerfOptions#USAGE} says. */
    public static void main(String[] args) throws Exception {
        String factory = FACTORY;
        String url = URL;
        boolean json = false;
        List<String> rest = new ArrayList<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--factory" -> factory = args[i + 1];
                case "--url" -> url = args[i + 1];
                case "--json" -> json = Boolean.parseBoolean(args[i + 1]);
                default -> rest.addAll(List.of(args[i], args[i + 1]));
            }
        }
        if (args.length % 2 == 1) {
            rest.add(args[args.length - 1]);
        }
        PerfOptions options;
        try {
            options = PerfOptions.parse(rest);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        PerfResult result = run(options, factory(factory, url), System.err::println);
        System.out.print(json ? result.toJson() + System.lineSeparator() : result.toString());
        System.exit(result.isClean() ? 0 : 1);
    }
}

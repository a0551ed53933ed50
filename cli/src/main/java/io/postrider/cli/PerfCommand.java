package io.postrider.cli;

import io.postrider.examples.perf.Load;
import io.postrider.examples.perf.Pace;
import io.postrider.examples.perf.Perf;
import io.postrider.examples.perf.PerfOptions;
import io.postrider.examples.perf.PerfResult;
import io.postrider.examples.perf.SendMode;
import io.postrider.jms.JmsConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Measures a broker under load; the load is {@link Perf} in the examples. */
@Command(name = "perf", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Measure a broker: throughput, latency, processor time, and whether everything arrives once.",
            "Without --rate it goes as fast as it can, which shows throughput. With --rate it keeps to that, and latencies count from the intended time of each send."})
final class PerfCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = {"-q", "--queue"}, paramLabel = "NAME", defaultValue = "perf",
            description = "through this queue, whose other messages are thrown away (default: ${DEFAULT-VALUE})")
    private String queue;

    @Option(names = "--mode", paramLabel = "MODE", defaultValue = "persistent", converter = ModeOption.class, completionCandidates = Modes.class,
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private SendMode mode;

    @Option(names = "--producers", paramLabel = "N", defaultValue = "1", description = "threads that send, each with a connection (default: ${DEFAULT-VALUE})")
    private int producers;

    @Option(names = "--consumers", paramLabel = "N", defaultValue = "1", description = "threads that receive, each with a connection (default: ${DEFAULT-VALUE})")
    private int consumers;

    @Option(names = "--size", paramLabel = "BYTES", defaultValue = "1024", description = "of each body (default: ${DEFAULT-VALUE})")
    private int size;

    @Option(names = "--per-transaction", paramLabel = "N", defaultValue = "100", description = "messages per commit, if transacted (default: ${DEFAULT-VALUE})")
    private int perTransaction;

    @Option(names = "--in-flight", paramLabel = "N", defaultValue = "1000",
            description = "incomplete sends per producer, if asynchronous (default: ${DEFAULT-VALUE})")
    private int inFlight;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "0", description = "messages per second over all producers (default: as fast as it goes)")
    private double rate;

    @Option(names = "--warm-up", paramLabel = "TIME", defaultValue = "5s", converter = DurationOption.class, description = "not measured (default: ${DEFAULT-VALUE})")
    private DurationOption.Ms warmUp;

    @Option(names = "--duration", paramLabel = "TIME", defaultValue = "10s", converter = DurationOption.class, description = "measured (default: ${DEFAULT-VALUE})")
    private DurationOption.Ms duration;

    @Option(names = "--json", description = "one JSON object instead of lines")
    private boolean json;

    @Mixin
    private BrokerOptions broker;

    @Override
    public Integer call() throws JMSException, InterruptedException {
        PerfOptions options = options();
        JmsConnectionFactory factory = broker.factory();
        BrokerOptions.Login login = broker.login(factory);
        if (login.user() != null) {
            factory.setUser(login.user());
            factory.setPassword(login.password());
        }
        requireBroker(factory);
        AtomicReference<String> said = new AtomicReference<>("connecting");
        PerfResult result;
        try (Progress progress = Progress.on(spec.commandLine().getErr(), said::get)) {
            progress.start();
            result = Perf.run(options, factory, said::set);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(result.toJson());
        } else {
            out.print(result);
        }
        out.flush();
        return result.isClean() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private PerfOptions options() {
        try {
            Pace pace = new Pace(rate, seconds("--warm-up", warmUp), seconds("--duration", duration));
            return new PerfOptions(queue, new Load(mode, producers, consumers, size, perTransaction, inFlight), pace, broker.local().map(RunningBroker::pid).orElse(0L));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private int seconds(String name, DurationOption.Ms time) {
        if (time.value() % 1_000 != 0 || time.value() > Integer.MAX_VALUE) {
            throw new ParameterException(spec.commandLine(), name + " is " + time + ", expected whole seconds");
        }
        return (int) (time.value() / 1_000);
    }

    /** Said at once, and not by each of many connections. */
    private static void requireBroker(JmsConnectionFactory factory) throws JMSException {
        try (Connection connection = factory.createConnection()) {
            connection.getMetaData();
        } catch (JMSException e) {
            if (e.getClass() == JMSException.class) {
                throw BrokerOptions.noBroker(e.getMessage(), e);
            }
            throw e;
        }
    }

    static final class ModeOption implements ITypeConverter<SendMode> {
        @Override
        public SendMode convert(String text) {
            try {
                return SendMode.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class Modes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(SendMode.values()).map(SendMode::text).iterator();
        }
    }
}

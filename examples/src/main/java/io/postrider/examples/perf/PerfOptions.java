package io.postrider.examples.perf;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * What {@link Perf} is to do.
 *
 * @param queue     should have no messages and no other consumers; messages of others are received, counted and thrown away
 * @param brokerPid process of the broker if it is on this machine, to measure what it uses; 0 = not measured
 */
public record PerfOptions(String queue, Load load, Pace pace, long brokerPid) {
    public static final PerfOptions DEFAULT = new PerfOptions("perf", Load.DEFAULT, Pace.DEFAULT, 0);

    /** What {@link #parse} understands. */
    public static final String USAGE = """
              --queue NAME            queue to send through (perf)
              --mode MODE             persistent, transacted, non-persistent, asynchronous or xa (persistent)
              --producers N           threads that send, each with a connection (1)
              --consumers N           threads that receive, each with a connection (1)
              --size BYTES            of each body (1024)
              --per-transaction N     messages per commit, if transacted (100)
              --in-flight N           incomplete sends per producer, if asynchronous (1000)
              --rate N                messages per second over all producers, kept whatever happens; 0 = as fast as it goes (0)
              --warm-up SECONDS       not measured (5)
              --duration SECONDS      measured (10)
              --broker-pid PID        process of a broker on this machine, to measure what it uses
            """;

    public PerfOptions {
        Objects.requireNonNull(load);
        Objects.requireNonNull(pace);
        if (queue.isEmpty()) {
            throw new IllegalArgumentException("queue cannot be empty");
        }
        Load.between("broker-pid", brokerPid, 0, Long.MAX_VALUE);
    }

    /**
     * @param arguments pairs of {@code --name value} as in {@link #USAGE}
     * @throws IllegalArgumentException naming what is unknown or out of range
     */
    public static PerfOptions parse(List<String> arguments) {
        PerfOptions options = DEFAULT;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String name = rest.next();
            if (!name.startsWith("--")) {
                throw new IllegalArgumentException(name + " is not an option; options are pairs such as --producers 4");
            }
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            options = options.with(name.substring(2), rest.next());
        }
        return options;
    }

    private PerfOptions with(String name, String value) {
        return switch (name) {
            case "queue" -> new PerfOptions(value, load, pace, brokerPid);
            case "broker-pid" -> new PerfOptions(queue, load, pace, number(name, value));
            case "rate", "warm-up", "duration" -> new PerfOptions(queue, load, pace(name, value), brokerPid);
            case "mode", "producers", "consumers", "size", "per-transaction", "in-flight" -> new PerfOptions(queue, load(name, value), pace, brokerPid);
            default -> throw new IllegalArgumentException("unknown option --" + name + "; known are\n" + USAGE);
        };
    }

    private Pace pace(String name, String value) {
        return switch (name) {
            case "rate" -> new Pace(decimal(name, value), pace.warmUpSeconds(), pace.measuredSeconds());
            case "warm-up" -> new Pace(pace.messagesPerSecond(), count(name, value), pace.measuredSeconds());
            default -> new Pace(pace.messagesPerSecond(), pace.warmUpSeconds(), count(name, value));
        };
    }

    private Load load(String name, String value) {
        Load l = load;
        return switch (name) {
            case "mode" -> new Load(SendMode.of(value), l.producers(), l.consumers(), l.bodyBytes(), l.perTransaction(), l.inFlight());
            case "producers" -> new Load(l.mode(), count(name, value), l.consumers(), l.bodyBytes(), l.perTransaction(), l.inFlight());
            case "consumers" -> new Load(l.mode(), l.producers(), count(name, value), l.bodyBytes(), l.perTransaction(), l.inFlight());
            case "size" -> new Load(l.mode(), l.producers(), l.consumers(), count(name, value), l.perTransaction(), l.inFlight());
            case "per-transaction" -> new Load(l.mode(), l.producers(), l.consumers(), l.bodyBytes(), count(name, value), l.inFlight());
            default -> new Load(l.mode(), l.producers(), l.consumers(), l.bodyBytes(), l.perTransaction(), count(name, value));
        };
    }

    private static int count(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw notANumber(name, value, e);
        }
    }

    private static long number(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw notANumber(name, value, e);
        }
    }

    private static double decimal(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw notANumber(name, value, e);
        }
    }

    private static IllegalArgumentException notANumber(String name, String value, NumberFormatException cause) {
        return new IllegalArgumentException("--" + name + " cannot be " + value + "; it is a number", cause);
    }
}

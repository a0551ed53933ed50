package io.postrider.benchmark.compare;

import io.postrider.examples.perf.Pace;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@link Comparison} is told.
 *
 * @param pace    of each turn; its rate is 0 for one that both sides can take, found by the turns before
 * @param latency whether to measure at a fixed rate as well
 * @param profile whether all processes record themselves with Flight Recorder
 * @param folder  on the disk to be measured; gets data, logs and results
 */
record ComparisonOptions(List<Row> rows, List<String> contenders, int rounds, Pace pace, String heap, boolean latency, boolean profile, Path folder) {
    static final String USAGE = """
            benchmark/compare [--option value ...]
              --rows BEGINNINGS       of the names of rows, with commas: persistent, transacted, "persistent 1/1" (all)
              --contenders IDS        with commas: postrider, artemis-nio-N, artemis-aio-N; N is journal-buffer-timeout in
                                      nanoseconds, or "disk" for what a synced write costs here (%s)
              --rounds N              each contender has a turn in each (3)
              --warm-up SECONDS       of each turn (5)
              --duration SECONDS      measured of each turn (10)
              --rate N                messages per second for latencies; 0 = half of what the slower family reaches (0)
              --latency true|false    whether to measure latencies at all (true)
              --heap SIZE             of each broker and of each client process (1g)
              --profile true|false    record all processes with Flight Recorder (false)
              --folder FOLDER         on the disk to be measured (benchmark/target/compare)
            """;

    private static final int ROUNDS_MAX = 1_000;

    ComparisonOptions {
        if (rounds < 1 || rounds > ROUNDS_MAX) {
            throw new IllegalArgumentException("rounds cannot be " + rounds + "; it is a number from 1 to " + ROUNDS_MAX);
        }
        if (!heap.matches("\\d+[kmg]")) {
            throw new IllegalArgumentException("heap cannot be " + heap + "; it is a size such as 512m or 1g");
        }
    }

    static ComparisonOptions defaults() {
        return new ComparisonOptions(Row.ALL, List.of("postrider", "artemis-nio-20000", "artemis-nio-disk", "artemis-aio-20000"), 3, Pace.DEFAULT, "1g",
                true, false, Path.of("benchmark", "target", "compare"));
    }

    static String usage() {
        return String.format(USAGE, String.join(",", defaults().contenders));
    }

    /** @throws IllegalArgumentException naming what is unknown or wrong */
    static ComparisonOptions parse(List<String> arguments) {
        ComparisonOptions options = defaults();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(arguments.get(i) + " needs a value");
            }
            options = options.with(arguments.get(i), arguments.get(i + 1));
        }
        return options;
    }

    private ComparisonOptions with(String name, String value) {
        return switch (name) {
            case "--rows" -> new ComparisonOptions(Row.beginning(list(value)), contenders, rounds, pace, heap, latency, profile, folder);
            case "--contenders" -> new ComparisonOptions(rows, list(value), rounds, pace, heap, latency, profile, folder);
            case "--rounds" -> new ComparisonOptions(rows, contenders, number(name, value), pace, heap, latency, profile, folder);
            case "--warm-up" -> with(new Pace(pace.messagesPerSecond(), number(name, value), pace.measuredSeconds()));
            case "--duration" -> with(new Pace(pace.messagesPerSecond(), pace.warmUpSeconds(), number(name, value)));
            case "--rate" -> with(new Pace(number(name, value), pace.warmUpSeconds(), pace.measuredSeconds()));
            case "--latency" -> new ComparisonOptions(rows, contenders, rounds, pace, heap, yesOrNo(name, value), profile, folder);
            case "--heap" -> new ComparisonOptions(rows, contenders, rounds, pace, value, latency, profile, folder);
            case "--profile" -> new ComparisonOptions(rows, contenders, rounds, pace, heap, latency, yesOrNo(name, value), folder);
            case "--folder" -> new ComparisonOptions(rows, contenders, rounds, pace, heap, latency, profile, Path.of(value));
            default -> throw new IllegalArgumentException("unknown option " + name + "\n" + usage());
        };
    }

    private ComparisonOptions with(Pace other) {
        return new ComparisonOptions(rows, contenders, rounds, other, heap, latency, profile, folder);
    }

    /** The pace of turns without a rate. */
    Pace closedLoop() {
        return new Pace(0, pace.warmUpSeconds(), pace.measuredSeconds());
    }

    Pace openLoop(double messagesPerSecond) {
        return new Pace(messagesPerSecond, pace.warmUpSeconds(), pace.measuredSeconds());
    }

    private static List<String> list(String value) {
        return List.of(value.split(" *, *"));
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " cannot be " + value + "; it is a number", e);
        }
    }

    private static boolean yesOrNo(String name, String value) {
        if (!value.matches("true|false")) {
            throw new IllegalArgumentException(name + " cannot be " + value + "; it is true or false");
        }
        return Boolean.parseBoolean(value);
    }
}

package io.postrider.benchmark.compare;

import io.postrider.benchmark.compare.Contender.ArtemisClassPaths;
import io.postrider.benchmark.compare.Measurement.Phase;
import io.postrider.examples.perf.Load;
import io.postrider.examples.perf.Pace;
import io.postrider.examples.perf.SendMode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the comparison: for each row, every contender in turn, round after round, first as fast as it goes and then at a common rate;
 * prints the tables and writes them to files. One thread.
 */
final class Comparison {
    private static final Pattern VERSION = Pattern.compile("artemis-(server|jakarta-client)-([\\w.]+?)\\.jar");

    private final ComparisonOptions options;
    private final List<Contender> contenders;
    private final DiskProbe disk;
    private final List<Side> sides = new ArrayList<>();
    private final Measurements measurements = new Measurements();

    private Comparison(ComparisonOptions options, ArtemisClassPaths classPaths, DiskProbe disk) {
        this.options = options;
        this.disk = disk;
        this.contenders = options.contenders().stream().map(id -> Contender.of(id, classPaths, disk)).toList();
    }

    /** The first two arguments are the class paths of Artemis, of server and client; the rest is {@link ComparisonOptions#USAGE}. */
    public static void main(String[] args) throws Exception {
        ArtemisClassPaths classPaths = new ArtemisClassPaths(args[0], args[1]);
        List<String> rest = Arrays.asList(args).subList(2, args.length);
        if (rest.equals(List.of("--help"))) {
            System.out.print(ComparisonOptions.usage());
            return;
        }
        Comparison comparison;
        try {
            ComparisonOptions options = ComparisonOptions.parse(rest);
            Files.createDirectories(options.folder());
            comparison = new Comparison(options, classPaths, DiskProbe.of(options.folder()));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        comparison.run(context(classPaths, rest));
    }

    private void run(Map<String, String> context) throws IOException, InterruptedException {
        context.put("disk", String.format(Locale.ROOT, "synced write of 4 KB over existing blocks: p50 %,d us, p99 %,d us, best mean %,d us",
                disk.p50Nanos() / 1_000, disk.p99Nanos() / 1_000, disk.bestMeanNanos() / 1_000));
        context.put("each turn", String.format(Locale.ROOT, "%d s warm-up, %d s measured; %d rounds; heap %s", options.pace().warmUpSeconds(),
                options.pace().measuredSeconds(), options.rounds(), options.heap()));
        try {
            for (Contender contender : contenders) {
                Path folder = options.folder().toAbsolutePath().resolve(contender.id());
                delete(folder);
                Files.createDirectories(folder);
                sides.add(Side.start(contender, options, folder));
            }
            sides.forEach(side -> context.put(side.contender().name() + " stores with", side.storesWith()));
            warmUp();
            for (Row row : options.rows()) {
                measure(row);
                write(new Report(context, options.rows(), contenders, measurements));
            }
        } finally {
            sides.forEach(Side::close);
        }
        for (Contender contender : contenders) {
            delete(options.folder().toAbsolutePath().resolve(contender.id()).resolve("data"));
        }
        context.put("load average after", loadAverage());
        Report report = new Report(context, options.rows(), contenders, measurements);
        write(report);
        System.out.print(report.text());
    }

    /** Every mode once, thrown away: what was never run is compiled while it is measured. */
    private void warmUp() throws InterruptedException {
        Set<SendMode> warm = EnumSet.noneOf(SendMode.class);
        for (Row row : options.rows()) {
            if (warm.add(row.mode())) {
                for (Side side : sides) {
                    turn(side, row, options.closedLoop(), "warming up");
                }
            }
        }
    }

    private void measure(Row row) throws InterruptedException {
        rounds(row, Phase.CLOSED, options.closedLoop());
        if (options.latency()) {
            double rate = options.pace().isOpenLoop() ? options.pace().messagesPerSecond() : measurements.commonRate(row, contenders);
            if (rate > 0) {
                rounds(row, Phase.OPEN, options.openLoop(rate));
            }
        }
    }

    /** Every second round goes backwards, so that no side always follows the same other. */
    private void rounds(Row row, Phase phase, Pace pace) throws InterruptedException {
        for (int round = 1; round <= options.rounds(); round++) {
            List<Side> order = new ArrayList<>(sides);
            if (round % 2 == 0) {
                Collections.reverse(order);
            }
            for (Side side : order) {
                Values values = turn(side, row, pace, phase.name().toLowerCase(Locale.ROOT) + " loop, round " + round + " of " + options.rounds());
                measurements.add(new Measurement(row, side.contender(), phase, round, values));
            }
        }
    }

    /** Returns null if it failed, which the report says. */
    private Values turn(Side side, Row row, Pace pace, String what) throws InterruptedException {
        try {
            // what the side before left in memory must not be written while this one is measured
            new ProcessBuilder("sync").start().waitFor();
            Values values = side.measure(row, pace);
            System.err.printf(Locale.ROOT, "%s, %s, %s: %,.0f messages/s, send p50 %,.0f p99 %,.0f us%n", row.name(), side.contender().name(), what,
                    values.get("receivedPerSecond"), values.get("sendP50Micros"), values.get("sendP99Micros"));
            return values;
        } catch (IOException e) {
            System.err.println(what + ": " + e.getMessage());
            return null;
        }
    }

    private void write(Report report) throws IOException {
        Files.writeString(options.folder().resolve("result.txt"), report.text());
        Files.writeString(options.folder().resolve("result.md"), report.markdown());
        Files.writeString(options.folder().resolve("result.json"), report.json());
    }

    private static Map<String, String> context(ArtemisClassPaths classPaths, List<String> arguments) throws IOException {
        Map<String, String> context = new LinkedHashMap<>();
        context.put("command", "benchmark/compare" + arguments.stream().map(word -> word.contains(" ") ? " \"" + word + '"' : " " + word).reduce("", String::concat));
        context.put("machine", processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", file system " + Files.getFileStore(Path.of(".")).type());
        context.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        context.put("Artemis", "server " + version(classPaths.server()) + ", client " + version(classPaths.client()));
        context.put("load", String.format(Locale.ROOT, "bodies of %,d bytes, one queue, a connection for each producer and consumer; %d messages per local transaction, 1 per global",
                Row.ALL.get(0).load().bodyBytes(), Load.DEFAULT.perTransaction()));
        context.put("load average before", loadAverage());
        return context;
    }

    private static String version(String classPath) {
        Matcher jar = VERSION.matcher(classPath);
        return jar.find() ? jar.group(2) : "unknown";
    }

    private static String loadAverage() {
        return String.format(Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name")).map(line -> line.substring(line.indexOf(':') + 2)).findFirst().orElse(System.getProperty("os.arch"));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package io.postrider.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.jms.JmsConnectionFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the state of a broker: asked twice, since a rate is a difference. */
@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Show a broker's destinations, their depths, consumers and rates, its memory and its disk.")
final class StatusCommand implements Callable<Integer> {
    private static final int NAME_WIDTH_MAX = 60;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BrokerOptions broker;

    @Option(names = "--data", paramLabel = "FOLDER", description = "the broker that runs on this folder of this machine")
    private Path data;

    @Option(names = "--interval", paramLabel = "TIME", defaultValue = "1s", converter = DurationOption.class,
            description = "over which rates are taken (default: 1s); 0 shows none and returns at once")
    private DurationOption.Ms interval;

    @Option(names = "--json", description = "one JSON object instead of a table")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        Optional<RunningBroker> local = data != null ? Optional.of(onFolder()) : broker.local();
        JmsConnectionFactory factory = data != null ? new JmsConnectionFactory(local.orElseThrow().url()) : broker.factory();
        JsonNode first;
        JsonNode second;
        long elapsedNanos = 0;
        try (Inspection inspection = Inspection.open(factory, broker.login(factory))) {
            long startNanos = System.nanoTime();
            first = inspection.ask("status");
            second = first;
            if (interval.value() > 0) {
                Thread.sleep(interval.value());
                second = inspection.ask("status");
                elapsedNanos = System.nanoTime() - startNanos;
            }
        }
        addRates(first, second, elapsedNanos / 1e9);
        ObjectNode status = (ObjectNode) second;
        status.put("url", factory.getUrl().replaceFirst("\\?.*", ""));
        if (local.isPresent()) {
            addDisk(status, data != null ? data : Path.of("data"));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(status.toPrettyString());
        } else {
            print(status, out);
        }
        return ExitCode.DONE;
    }

    private RunningBroker onFolder() {
        Path folder = data.toAbsolutePath().normalize();
        return RunningBroker.of(folder).orElseThrow(() -> new CommandFailure(ExitCode.NO_BROKER, "no broker runs on the data folder " + folder
                + ". Name another folder, or the broker itself with --url."));
    }

    /** A destination that is not in both samples has no rate. */
    private static void addRates(JsonNode before, JsonNode now, double seconds) {
        if (seconds == 0) {
            return;
        }
        Map<String, JsonNode> known = new HashMap<>();
        before.path("destinations").forEach(each -> known.put(key(each), each));
        for (JsonNode each : now.path("destinations")) {
            JsonNode earlier = known.get(key(each));
            if (earlier != null) {
                double in = each.path("received").asLong() - earlier.path("received").asLong();
                double grown = each.path("depth").asLong() - earlier.path("depth").asLong();
                ((ObjectNode) each).put("inPerSecond", rounded(in / seconds));
                ((ObjectNode) each).put("outPerSecond", rounded(Math.max(0, in - grown) / seconds));
            }
        }
    }

    private static double rounded(double rate) {
        return Math.round(rate * 10) / 10.0;
    }

    private static String key(JsonNode destination) {
        return destination.path("kind").asText() + " " + destination.path("name").asText();
    }

    /** Known on the broker's own machine only. Files come and go while they are counted. */
    private static void addDisk(ObjectNode status, Path folder) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        try (Stream<Path> files = Files.walk(folder)) {
            status.put("folder", folder.toAbsolutePath().normalize().toString());
            status.put("folderBytes", files.map(Path::toFile).mapToLong(file -> file.isFile() ? file.length() : 0).sum());
        }
        status.put("diskFreeBytes", disk.getUsableSpace());
        status.put("diskBytes", disk.getTotalSpace());
    }

    private static void print(ObjectNode status, PrintWriter out) {
        out.printf("broker       %s at %s, start number %d%n", status.path("nodeId").asText(), status.path("url").asText(), status.path("bootId").asLong());
        out.printf("connections  %d%s%n", status.path("connectionCount").asLong(), lost(status.path("lostCount").asLong()));
        out.printf("sessions     %d%n", status.path("sessionCount").asLong());
        out.printf("memory       %s of %s for messages%n", bytes(status.path("memoryBytes").asLong()), bytes(status.path("memoryBytesMax").asLong()));
        if (status.path("overflowMessages").asLong() > 0) {
            out.printf("overflow     %s in %d messages that are not stored%n", bytes(status.path("overflowBytes").asLong()), status.path("overflowMessages").asLong());
        }
        if (status.has("folder")) {
            out.printf("disk         %s in %s, %s free of %s%n", bytes(status.path("folderBytes").asLong()), status.path("folder").asText(),
                    bytes(status.path("diskFreeBytes").asLong()), bytes(status.path("diskBytes").asLong()));
        }
        if (status.hasNonNull("diskLow")) {
            out.printf("             %s%n", status.path("diskLow").asText());
        }
        JsonNode destinations = status.path("destinations");
        out.println();
        if (destinations.isEmpty()) {
            out.println("There is no queue and no topic yet; the first use makes one.");
            return;
        }
        int width = 4;
        for (JsonNode each : destinations) {
            width = Math.max(width, Math.min(NAME_WIDTH_MAX, each.path("name").asText().length()));
        }
        String row = "%-15s %-" + width + "s %12s %10s %10s %10s %10s %10s%n";
        out.printf(row, "KIND", "NAME", "MESSAGES", "SIZE", "POSTPONED", "CONSUMERS", "IN/S", "OUT/S");
        for (JsonNode each : destinations) {
            out.printf(row, each.path("kind").asText(), each.path("name").asText(), each.path("depth").asText(), bytes(each.path("bytes").asLong()),
                    each.path("postponed").asText(), each.path("consumers").asText(), each.path("inPerSecond").asText("-"), each.path("outPerSecond").asText("-"));
        }
        long more = status.path("destinationCount").asLong() - destinations.size();
        if (more > 0) {
            out.println("and " + more + " more with fewer messages");
        }
    }

    private static String lost(long count) {
        return count == 0 ? "" : ", and " + count + " lost ones that may come back";
    }

    /** Three digits are enough for people. */
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double rest = bytes;
        int unit = 0;
        while (rest >= 1024 && unit < 5) {
            rest /= 1024;
            unit++;
        }
        return String.format(java.util.Locale.ROOT, rest < 10 ? "%.1f %s" : "%.0f %s", rest, new String[] {"B", "KiB", "MiB", "GiB", "TiB", "PiB"}[unit]);
    }
}

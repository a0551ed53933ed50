package io.postrider.benchmark.compare;

import io.postrider.benchmark.compare.Measurement.Phase;
import io.postrider.examples.perf.SendMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The measurements as a table for people and as JSON.
 *
 * @param context what to know about machine and configuration, by name
 */
record Report(Map<String, String> context, List<Row> rows, List<Contender> contenders, Measurements measurements) {
    private static final List<String> HEADS = List.of("load", "side", "messages/s", "least to most", "of best Artemis", "latency at",
            "send p50 / p99 / p99.9 us", "end to end p50 / p99 / p99.9 us", "cpu us/message broker + client", "written bytes/message", "remark");

    /** Columns of equal width. */
    String text() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADS);
        lines.addAll(lines());
        StringBuilder text = new StringBuilder();
        context.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        text.append('\n');
        for (List<String> line : lines) {
            StringBuilder padded = new StringBuilder();
            for (int column = 0; column < HEADS.size(); column++) {
                int at = column;
                int width = lines.stream().mapToInt(other -> other.get(at).length()).max().orElse(0);
                padded.append(String.format(Locale.ROOT, column < 2 || column == HEADS.size() - 1 ? "%-" + width + "s  " : "%" + width + "s  ", line.get(column)));
            }
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        text.append("\nWhat each side waits for\n");
        waits().forEach(line -> text.append("- ").append(line).append('\n'));
        return text.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        context.forEach((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
        text.append("\n| ").append(String.join(" | ", HEADS)).append(" |\n|")
                .append(String.join("|", Collections.nCopies(2, "---"))).append("|").append(String.join("|", Collections.nCopies(HEADS.size() - 3, "---:"))).append("|---|\n");
        lines().forEach(line -> text.append("| ").append(String.join(" | ", line)).append(" |\n"));
        text.append("\nWhat each side waits for:\n\n");
        waits().forEach(line -> text.append("- ").append(line).append('\n'));
        return text.toString();
    }

    /** All measurements, each round. */
    String json() {
        StringBuilder json = new StringBuilder("{\"context\":{");
        List<String> names = context.entrySet().stream().map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue())).toList();
        json.append(String.join(",", names)).append("},\n\"measurements\":[\n");
        List<String> entries = measurements.all().stream().map(one -> "{\"row\":" + quoted(one.row().name()) + ",\"contender\":" + quoted(one.contender().id())
                + ",\"phase\":" + quoted(one.phase().name().toLowerCase(Locale.ROOT)) + ",\"round\":" + one.round()
                + ",\"values\":" + (one.succeeded() ? one.values().json() : "null") + "}").toList();
        return json.append(String.join(",\n", entries)).append("\n]}\n").toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>();
        for (Row row : rows) {
            Optional<Contender> bestArtemis = measurements.best(row, contenders.stream().filter(contender -> !contender.isPostrider()).toList());
            for (Contender contender : contenders) {
                lines.add(line(row, contender, bestArtemis.map(best -> measurements.ratio(row, contender, best)).orElse(Double.NaN)));
            }
        }
        return lines;
    }

    private List<String> line(Row row, Contender contender, double ratio) {
        double perSecond = measurements.median(row, contender, Phase.CLOSED, Measurements.THROUGHPUT);
        String range = count(measurements.least(row, contender, Phase.CLOSED, Measurements.THROUGHPUT)) + " to "
                + count(measurements.most(row, contender, Phase.CLOSED, Measurements.THROUGHPUT));
        return List.of(row.name(), contender.name(), count(perSecond), range, ratio(ratio),
                measurements.has(row, contender, Phase.OPEN) ? count(measurements.median(row, contender, Phase.OPEN, "ratePerSecond")) + "/s" : "-",
                percentiles(row, contender, "send"), percentiles(row, contender, "endToEnd"),
                micros(measurements.median(row, contender, Phase.CLOSED, "brokerCpuMicrosPerMessage")) + " + "
                        + micros(measurements.median(row, contender, Phase.CLOSED, "clientCpuMicrosPerMessage")),
                count(measurements.median(row, contender, Phase.CLOSED, "brokerWrittenBytesPerMessage")), remark(row, contender));
    }

    private String percentiles(Row row, Contender contender, String latency) {
        return String.join(" / ", List.of("P50", "P99", "P999").stream().map(p -> count(measurements.median(row, contender, Phase.OPEN, latency + p + "Micros"))).toList());
    }

    private String remark(Row row, Contender contender) {
        List<String> remarks = new ArrayList<>();
        addIfAny(remarks, measurements.sum(row, contender, "lost"), "lost");
        addIfAny(remarks, measurements.sum(row, contender, "doubled"), "doubled");
        addIfAny(remarks, measurements.sum(row, contender, "notSent"), "not sent: rate not kept");
        addIfAny(remarks, measurements.all().stream().filter(one -> !one.succeeded() && one.row().equals(row) && one.contender().equals(contender)).count(), "turns failed");
        return String.join(", ", remarks);
    }

    private static void addIfAny(List<String> remarks, double count, String what) {
        if (count > 0) {
            remarks.add(count(count) + " " + what);
        }
    }

    private List<String> waits() {
        List<String> waits = new ArrayList<>();
        for (SendMode mode : rows.stream().map(Row::mode).distinct().toList()) {
            for (boolean ours : new boolean[] {true, false}) {
                contenders.stream().filter(contender -> contender.isPostrider() == ours).findFirst().ifPresent(contender ->
                        waits.add(mode.text() + ", " + (ours ? "Postrider" : "Artemis") + ": " + contender.waits(mode)));
            }
        }
        return waits;
    }

    private static String count(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String micros(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String ratio(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}

package io.postrider.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.torture.check.Finding;
import io.postrider.torture.check.Kind;
import io.postrider.torture.check.LoadTally;
import io.postrider.torture.check.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run was and what came of it. Immutable.
 *
 * @param injected how often each fault came
 * @param notes    what could not be done on this machine
 * @param failures what did not go on as it should: a broker that ended by itself, a call that never returned
 */
public record TortureReport(TortureOptions options, Map<String, Integer> injected, List<String> notes, List<String> failures, Verdict verdict) {
    public TortureReport {
        injected = Map.copyOf(injected);
        notes = List.copyOf(notes);
        failures = List.copyOf(failures);
    }

    public boolean isClean() {
        return failures.isEmpty() && verdict.isClean();
    }

    /** For people, many lines. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, "%d s of load, seed %d", options.duration().toSeconds(), options.seed());
        line(text, "");
        line(text, "faults injected");
        options.faults().forEach(fault -> line(text, "  %-16s %,6d", fault, injected.getOrDefault(fault, 0)));
        notes.forEach(note -> line(text, "  %s", note));
        line(text, "");
        line(text, "messages         confirmed     undone    unknown   receipts redelivered  commits and acknowledges");
        verdict.loads().forEach(load -> line(text, "  %-14s %,9d  %,9d  %,9d  %,9d   %,9d  %,9d", load.load(), load.confirmed(), load.undone(), load.unknown(),
                load.receipts(), load.redelivered(), load.units()));
        line(text, "");
        line(text, "findings");
        for (Kind kind : Kind.values()) {
            line(text, "  %-12s %,6d   %s", name(kind), verdict.count(kind), verdict.count(kind) == 0 ? "" : kind.meaning());
        }
        failures.forEach(failure -> line(text, "  failed: %s", failure));
        for (Finding finding : verdict.findings()) {
            line(text, "");
            line(text, "%s", finding);
            finding.timeline().forEach(event -> line(text, "  %s", event));
        }
        line(text, "");
        line(text, isClean() ? "clean" : "NOT clean; the same faults and messages again with --seed %d", options.seed());
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The same as JSON, one object. */
    public String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("clean", isClean());
        json.put("seed", options.seed());
        json.put("seconds", options.duration().toSeconds());
        ObjectNode faults = json.putObject("faults");
        options.faults().forEach(fault -> faults.put(fault, injected.getOrDefault(fault, 0)));
        notes.forEach(json.putArray("notes")::add);
        failures.forEach(json.putArray("failures")::add);
        ArrayNode loads = json.putArray("loads");
        verdict.loads().forEach(load -> add(loads.addObject(), load));
        ObjectNode counts = json.putObject("counts");
        for (Kind kind : Kind.values()) {
            counts.put(name(kind), verdict.count(kind));
        }
        ArrayNode findings = json.putArray("findings");
        verdict.findings().forEach(finding -> add(findings.addObject(), finding));
        return json.toPrettyString();
    }

    private static void add(ObjectNode json, LoadTally load) {
        json.put("load", load.load()).put("confirmed", load.confirmed()).put("undone", load.undone()).put("unknown", load.unknown())
                .put("receipts", load.receipts()).put("redelivered", load.redelivered()).put("units", load.units());
    }

    private static void add(ObjectNode json, Finding finding) {
        json.put("kind", name(finding.kind())).put("load", finding.load()).put("where", finding.where()).put("id", finding.id()).put("text", finding.text());
        finding.timeline().forEach(json.putArray("timeline")::add);
    }
}

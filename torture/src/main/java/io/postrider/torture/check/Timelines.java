package io.postrider.torture.check;

import io.postrider.torture.log.Event;
import io.postrider.torture.log.EventReader;
import io.postrider.torture.log.FaultLog.Injected;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Reads the logs of a load once more, for what happened to the messages that something is wrong with. Used by one thread. */
final class Timelines {
    private static final long AROUND_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A message that comes again and again would fill the report. */
    private static final int LINES_MAX = 60;

    private final List<Path> files;
    private final Faults faults;
    private final long startNanos;

    private record Line(long nanos, String text) {
    }

    Timelines(List<Path> files, Faults faults, long startNanos) {
        this.files = files;
        this.faults = faults;
        this.startNanos = startNanos;
    }

    List<Finding> of(List<Finding> findings) throws IOException {
        Map<String, List<Line>> lines = new HashMap<>();
        findings.forEach(finding -> lines.put(finding.id(), new ArrayList<>()));
        for (Path file : files) {
            read(file, lines);
        }
        return findings.stream().map(finding -> finding.with(withFaults(lines.get(finding.id())))).toList();
    }

    /** Units begin in the file in which they end, so one pass finds whose they are. */
    private static void read(Path file, Map<String, List<Line>> lines) throws IOException {
        String name = file.getFileName().toString().replace(".log", "");
        Map<String, Set<String>> ofUnit = new HashMap<>();
        EventReader.read(file, (nanos, event) -> {
            Line line = new Line(nanos, name + " " + event.words());
            if (event instanceof Event.Sent sent && lines.containsKey(sent.id())) {
                lines.get(sent.id()).add(line);
                ofUnit.computeIfAbsent(sent.unit(), none -> new HashSet<>()).add(sent.id());
            } else if (event instanceof Event.Received received && lines.containsKey(received.id())) {
                lines.get(received.id()).add(line);
                ofUnit.computeIfAbsent(received.unit(), none -> new HashSet<>()).add(received.id());
            } else if (event instanceof Event.Ended ended && lines.containsKey(ended.id())) {
                lines.get(ended.id()).add(line);
            } else if (event instanceof Event.UnitEnding ending) {
                ofUnit.getOrDefault(ending.unit(), Set.of()).forEach(id -> lines.get(id).add(line));
            } else if (event instanceof Event.UnitEnded ended) {
                ofUnit.getOrDefault(ended.unit(), Set.of()).forEach(id -> lines.get(id).add(line));
            }
        });
    }

    private List<String> withFaults(List<Line> own) {
        List<Line> all = new ArrayList<>(own);
        long first = own.stream().mapToLong(Line::nanos).min().orElse(startNanos);
        long last = own.stream().mapToLong(Line::nanos).max().orElse(startNanos);
        for (Injected fault : faults.around(first - AROUND_NANOS, last + AROUND_NANOS)) {
            all.add(new Line(fault.beginNanos(), "FAULT " + fault.kind() + ": " + fault.text() + ", over at " + at(fault.endNanos())));
        }
        all.sort(Comparator.comparingLong(Line::nanos));
        List<String> text = new ArrayList<>();
        for (Line line : all.subList(0, Math.min(LINES_MAX, all.size()))) {
            text.add(at(line.nanos) + "  " + line.text);
        }
        if (all.size() > LINES_MAX) {
            text.add("and " + (all.size() - LINES_MAX) + " lines more in the logs");
        }
        return text;
    }

    private String at(long nanos) {
        return String.format(Locale.ROOT, "%10.4f s", (nanos - startNanos) / 1e9);
    }
}

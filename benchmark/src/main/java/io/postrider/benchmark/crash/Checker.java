package io.postrider.benchmark.crash;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what the clients wrote and says what is wrong. Knows nothing of the broker or its client.
 *
 * <p>Lost: the send returned, and nobody received it up to the end of the final drain. Doubled: received again after its
 * acknowledge or commit returned, or, with AUTO_ACKNOWLEDGE, received again without JMSRedelivered. Phantom: received although it
 * was rolled back for sure, or never sent. Reordered: on a queue with one consumer, first receipts of one producer out of order.
 */
final class Checker {
    private record Event(long nanos, boolean acknowledged, String id, boolean flagged, boolean auto, String line) {
    }

    private final List<String> problems = new ArrayList<>();
    private final Set<String> begun = new HashSet<>();
    private final Set<String> confirmed = new HashSet<>();
    private final Set<String> rolledBack = new HashSet<>();
    private final Set<String> received = new HashSet<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Map<String, Long> lastNumbers = new HashMap<>();
    private long confirmedInAll;
    private long receipts;
    private long redelivered;
    private long lost;
    private long doubled;
    private long reordered;
    private long phantom;

    /** Log files of one queue: {@code producer-*.log} and {@code consumer-MODE-*.log}. */
    void check(Path folder) throws IOException {
        List<Path> producers = files(folder, "producer-*");
        List<Path> consumers = files(folder, "consumer-*");
        for (Path file : producers) {
            readProducer(file);
        }
        List<Event> events = new ArrayList<>();
        for (Path file : consumers) {
            readConsumer(file, events);
        }
        events.sort(Comparator.comparingLong(Event::nanos));
        events.forEach(event -> follow(event, consumers.size() == 1));
        confirmedInAll += confirmed.size();
        for (String id : confirmed) {
            if (!received.contains(id)) {
                lost++;
                problem("lost: " + id + " of " + folder.getFileName());
            }
        }
        begun.clear();
        confirmed.clear();
        rolledBack.clear();
        received.clear();
        acknowledged.clear();
        lastNumbers.clear();
    }

    private static List<Path> files(Path folder, String glob) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
            stream.forEach(found::add);
        }
        return found;
    }

    private void readProducer(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> {
                String[] words = line.split(" ");
                switch (words[1]) {
                    case "s" -> begun.add(words[2]);
                    case "c" -> confirmed.add(words[2]);
                    case "x" -> rolledBack.add(words[2]);
                    default -> { }
                }
            });
        }
    }

    private static void readConsumer(Path file, List<Event> events) throws IOException {
        boolean auto = file.getFileName().toString().startsWith("consumer-AUTO");
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> {
                String[] words = line.split(" ");
                events.add(new Event(Long.parseLong(words[0]), words[1].equals("a"), words[2], words.length > 3 && words[3].equals("1"), auto,
                        file.getFileName() + ": " + line));
            });
        }
    }

    private void follow(Event event, boolean alone) {
        String id = event.id;
        if (event.acknowledged) {
            acknowledged.add(id);
            return;
        }
        receipts++;
        redelivered += event.flagged ? 1 : 0;
        if (!begun.contains(id) || rolledBack.contains(id)) {
            phantom++;
            problem("phantom: " + event.line);
        }
        if (acknowledged.contains(id) || event.auto && !event.flagged && received.contains(id)) {
            doubled++;
            problem("doubled: " + event.line);
        }
        if (received.add(id) && alone) {
            int dash = id.lastIndexOf('-');
            long number = Long.parseLong(id.substring(dash + 1));
            Long before = lastNumbers.put(id.substring(0, dash), number);
            if (before != null && before > number) {
                reordered++;
                problem("reordered: after " + before + " " + event.line);
            }
        }
    }

    private void problem(String text) {
        if (problems.size() < 50) {
            problems.add(text);
        }
    }

    boolean isClean() {
        return lost + doubled + reordered + phantom == 0;
    }

    /** What was found, as a table. */
    String report() {
        StringBuilder text = new StringBuilder();
        text.append(String.format("  %-28s %,12d%n", "sends confirmed", confirmedInAll));
        text.append(String.format("  %-28s %,12d%n", "receipts", receipts));
        text.append(String.format("  %-28s %,12d%n", "of them redelivered", redelivered));
        text.append(String.format("  %-28s %,12d%n", "lost", lost));
        text.append(String.format("  %-28s %,12d%n", "doubled", doubled));
        text.append(String.format("  %-28s %,12d%n", "reordered", reordered));
        text.append(String.format("  %-28s %,12d%n", "phantom", phantom));
        problems.forEach(problem -> text.append("  ").append(problem).append('\n'));
        return text.toString();
    }
}

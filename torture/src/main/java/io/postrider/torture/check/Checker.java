package io.postrider.torture.check;

import io.postrider.torture.log.FaultLog;
import io.postrider.torture.log.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Follows every message of a run from the logs alone: {@code FOLDER/faults.log} and {@code FOLDER/LOAD/ACTOR.INCARNATION.log}. The rules
 * are those of {@link SubscriptionRules}. Used by one thread.
 */
public final class Checker {
    /** The faults, in the folder of the logs. */
    public static final String FAULTS_FILE = "faults.log";
    private static final String SUFFIX = ".log";

    private final Path folder;

    public Checker(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads all logs. Needs memory for one load at a time, some hundred bytes a message.
     *
     * @param complete whether all was drained at the end; otherwise nothing can be said to be lost
     * @throws IllegalArgumentException naming file and line, if a log is not one
     */
    public Verdict check(boolean complete) throws IOException {
        Path faultsFile = folder.resolve(FAULTS_FILE);
        Faults faults = new Faults(FaultLog.read(faultsFile));
        long startNanos = FaultLog.startNanos(faultsFile);
        Findings findings = new Findings();
        List<LoadTally> tallies = new ArrayList<>();
        List<Finding> explained = new ArrayList<>();
        for (Path load : entries(folder, Files::isDirectory)) {
            List<Path> files = entries(load, file -> file.toString().endsWith(SUFFIX));
            int before = findings.kept().size();
            tallies.add(check(load.getFileName().toString(), History.of(files), faults, findings, complete));
            List<Finding> found = findings.kept().subList(before, findings.kept().size());
            if (!found.isEmpty()) {
                explained.addAll(new Timelines(files, faults, startNanos).of(found));
            }
        }
        return new Verdict(tallies, findings.counts(), explained);
    }

    private static LoadTally check(String load, History history, Faults faults, Findings findings, boolean complete) {
        Map<String, Set<String>> stranded = new HashMap<>();
        for (Subscription subscription : history.subscriptions()) {
            // what is moved from queue to queue is one way; copies of a topic's message are not
            String way = subscription.destination().startsWith("queue:") ? "queues" : subscription.name();
            SubscriptionRules rules = new SubscriptionRules(load, history, faults, findings, subscription);
            rules.checkReceived();
            if (complete) {
                rules.checkMissing(stranded.computeIfAbsent(way, none -> new HashSet<>()));
            }
        }
        for (Message message : history.sent(Outcome.MIXED)) {
            findings.add(new Finding(Kind.MIXED, load, message.sent().destination(), message.sent().id(),
                    "its transaction manager had all branches prepared, and was told that they did not all end alike", List.of()));
        }
        return history.tally(load);
    }

    private interface Filter {
        boolean accepts(Path path);
    }

    private static List<Path> entries(Path folder, Filter filter) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(filter::accepts).sorted().toList();
        }
    }
}

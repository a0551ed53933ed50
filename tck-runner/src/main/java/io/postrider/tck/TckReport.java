package io.postrider.tck;

import io.postrider.jms.JmsMetaData;
import io.postrider.tck.TestResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came of a run, as people read it: in a sentence, and as a page of Markdown. Immutable. */
record TckReport(TckOptions options, Instant started, Instant ended, List<PartResult> parts) {

    boolean isPassed() {
        return parts.stream().allMatch(PartResult::isPassed);
    }

    String sentence() {
        String broken = parts.stream().filter(part -> !part.broken().isEmpty())
                .map(part -> " " + part.part() + ": " + part.broken() + ".").collect(Collectors.joining());
        return count(Outcome.PASSED) + " of " + parts.stream().mapToInt(PartResult::planned).sum() + " tests passed, " + count(Outcome.FAILED)
                + " failed, " + count(Outcome.SKIPPED) + " were skipped, in " + Duration.between(started, ended).toSeconds() + " s." + broken;
    }

    String markdown() {
        StringBuilder page = new StringBuilder("# Jakarta Messaging TCK\n\n");
        page.append(sentence()).append("\n\n");
        page.append("| | |\n|---|---|\n");
        row(page, "started", started.truncatedTo(ChronoUnit.SECONDS));
        row(page, "Postrider", JmsMetaData.INSTANCE.getProviderVersion());
        row(page, "TCK", options.jar().getFileName());
        row(page, "jms_timeout", options.jmsTimeoutMs() + " ms");
        row(page, "Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        row(page, "system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch")
                + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        packages(page);
        failures(page);
        return page.toString();
    }

    private void packages(StringBuilder page) {
        Map<String, List<TestResult>> byPackage = results().stream()
                .collect(Collectors.groupingBy(TestResult::packageName, TreeMap::new, Collectors.toList()));
        page.append("\n## Packages\n\n| package | run | passed | failed | skipped | seconds |\n|---|---:|---:|---:|---:|---:|\n");
        byPackage.forEach((name, results) -> page.append(String.format(Locale.ROOT, "| %s | %d | %d | %d | %d | %.1f |%n",
                name, results.size(),
                count(results, Outcome.PASSED), count(results, Outcome.FAILED), count(results, Outcome.SKIPPED),
                results.stream().mapToLong(TestResult::durationMs).sum() / 1000.0)));
    }

    private void failures(StringBuilder page) {
        List<TestResult> unproven = results().stream().filter(result -> result.outcome() != Outcome.PASSED).toList();
        page.append("\n## What did not pass\n\n").append(unproven.isEmpty() ? "Nothing.\n" : "");
        for (TestResult result : unproven) {
            page.append("### ").append(result.simpleClassName()).append('.').append(result.method()).append("\n\n")
                    .append(result.outcome().name().toLowerCase(Locale.ROOT)).append(" in ").append(result.packageName()).append("\n\n");
            result.detail().lines().forEach(line -> page.append("    ").append(line).append('\n'));
            page.append('\n');
        }
    }

    private List<TestResult> results() {
        return parts.stream().flatMap(part -> part.results().stream()).toList();
    }

    private long count(Outcome outcome) {
        return count(results(), outcome);
    }

    private static long count(List<TestResult> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    private static void row(StringBuilder page, String name, Object value) {
        page.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }
}

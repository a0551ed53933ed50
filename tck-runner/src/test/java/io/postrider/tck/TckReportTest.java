package io.postrider.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.tck.TestResult.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TckReportTest {
    private static final TestResult PASSED = new TestResult("com.sun.ts.tests.jms.core.queue.QueueIT", "sends()", Outcome.PASSED, 1_500, "");
    private static final TestResult FAILED =
            new TestResult("com.sun.ts.tests.jms.core.topic.TopicIT", "publishes()", Outcome.FAILED, 20, "expected <1> but was <2>\n    at TopicIT");
    private static final TestResult SKIPPED = new TestResult("com.sun.ts.tests.jms.core.topic.TopicIT", "later()", Outcome.SKIPPED, 0, "disabled");

    @Test
    void it_counts_by_package() {
        String page = report(new PartResult("core", 2, List.of(PASSED, FAILED), "")).markdown();
        assertTrue(page.contains("| core.queue | 1 | 1 | 0 | 0 | 1.5 |\n| core.topic | 1 | 0 | 1 | 0 | 0.0 |\n"), page);
    }

    @Test
    void each_failure_is_there_with_its_assertion() {
        String page = report(new PartResult("core", 2, List.of(PASSED, FAILED), "")).markdown();
        assertTrue(page.contains("### TopicIT.publishes()\n\nfailed in core.topic\n\n    expected <1> but was <2>\n        at TopicIT\n"), page);
        assertFalse(page.contains("QueueIT.sends"), page);
    }

    @Test
    void it_says_the_result_in_one_sentence() {
        assertEquals("1 of 2 tests passed, 1 failed, 0 were skipped, in 90 s.", report(new PartResult("core", 2, List.of(PASSED, FAILED), "")).sentence());
    }

    @Test
    void a_run_in_which_every_test_passed_has_passed() {
        assertTrue(report(new PartResult("core", 1, List.of(PASSED), "")).isPassed());
    }

    @Test
    void a_failure_a_skipped_test_a_missing_one_and_an_early_end_are_no_pass() {
        assertFalse(report(new PartResult("core", 2, List.of(PASSED, FAILED), "")).isPassed());
        assertFalse(report(new PartResult("core", 2, List.of(PASSED, SKIPPED), "")).isPassed());
        assertFalse(report(new PartResult("core", 2, List.of(PASSED), "")).isPassed());
        assertFalse(report(new PartResult("core", 1, List.of(PASSED), "the process of the tests ended early")).isPassed());
        assertFalse(report(new PartResult("core", 0, List.of(), "")).isPassed());
    }

    private static TckReport report(PartResult part) {
        TckOptions options = new TckOptions(Path.of("jms-tck.jar"), 10_000, List.of("core"), Pattern.compile(".*"), Path.of("target"));
        return new TckReport(options, Instant.ofEpochSecond(0), Instant.ofEpochSecond(90), List.of(part));
    }
}

package io.postrider.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postrider.torture.check.Finding;
import io.postrider.torture.check.Kind;
import io.postrider.torture.check.LoadTally;
import io.postrider.torture.check.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TortureReportTest {
    private static final TortureOptions OPTIONS = new TortureOptions(Duration.ofSeconds(90), 42, List.of("broker-kill"), List.of("plain"), Path.of("nowhere"));
    private static final LoadTally TALLY = new LoadTally("plain", 1_234, 5, 6, 1_300, 66, 789);

    private static TortureReport report(List<String> failures, Map<Kind, Long> counts, List<Finding> findings) {
        return new TortureReport(OPTIONS, Map.of("broker-kill", 7), List.of("a note"), failures, new Verdict(List.of(TALLY), counts, findings));
    }

    @Test
    void a_clean_run_says_what_was_injected_and_what_was_sent() {
        String text = report(List.of(), Map.of(), List.of()).text();
        assertTrue(text.startsWith("90 s of load, seed 42\n"), text);
        assertTrue(text.contains("broker-kill           7\n  a note\n"), text);
        assertTrue(text.contains("1,234"), text);
        assertTrue(text.endsWith("\nclean\n"), text);
    }

    @Test
    void a_finding_is_told_with_its_timeline_and_the_seed_to_see_it_again() {
        Finding finding = new Finding(Kind.LOST, "plain", "queue:q", "p.0.1-1", "nobody ever got it", List.of("1.0 s it was sent"));
        TortureReport report = report(List.of(), Map.of(Kind.LOST, 1L), List.of(finding));
        assertFalse(report.isClean());
        assertTrue(report.text().contains("lost: p.0.1-1 at queue:q: nobody ever got it\n  1.0 s it was sent\n"), report.text());
        assertTrue(report.text().endsWith("--seed 42\n"), report.text());
    }

    @Test
    void a_broker_that_ended_by_itself_is_not_clean_though_no_message_is_missing() {
        TortureReport report = report(List.of("the broker ended by itself"), Map.of(), List.of());
        assertFalse(report.isClean());
        assertTrue(report.text().contains("failed: the broker ended by itself"), report.text());
    }

    @Test
    void the_same_is_there_as_json() throws IOException {
        Finding finding = new Finding(Kind.DOUBLED, "plain", "queue:q", "p.0.1-1", "it came twice", List.of("a", "b"));
        JsonNode json = new ObjectMapper().readTree(report(List.of("f"), Map.of(Kind.DOUBLED, 1L), List.of(finding)).json());
        assertFalse(json.get("clean").asBoolean());
        assertEquals(42, json.get("seed").asInt());
        assertEquals(7, json.get("faults").get("broker-kill").asInt());
        assertEquals(1_234, json.get("loads").get(0).get("confirmed").asInt());
        assertEquals(1, json.get("counts").get("doubled").asInt());
        assertEquals(0, json.get("counts").get("lost").asInt());
        assertEquals("b", json.get("findings").get(0).get("timeline").get(1).asText());
        assertEquals("f", json.get("failures").get(0).asText());
    }
}

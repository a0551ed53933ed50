package io.postrider.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.tck.TestResult.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProgressTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(shown, true, StandardCharsets.UTF_8));

    @Test
    void it_shows_each_class_when_it_is_done_and_each_failure_at_once() {
        progress.started("core", 3);
        progress.finished("core", new TestResult("q.One", "a()", Outcome.PASSED, 1, ""));
        progress.finished("core", new TestResult("q.One", "b()", Outcome.FAILED, 1, "wrong\n    at q.One"));
        progress.finished("core", new TestResult("q.Two", "c()", Outcome.PASSED, 1, ""));
        assertEquals(List.of("3 tests",
                "FAILED q.One.b(): wrong",
                "2 of 3 tests, 1 failed; the last 2 in q.One",
                "3 of 3 tests, 1 failed; the last 1 in q.Two"), lines());
    }

    /** Without time and part, which each line begins with. */
    private List<String> lines() {
        return shown.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceFirst("^tck: +[0-9]+ s  core   ", "")).toList();
    }
}

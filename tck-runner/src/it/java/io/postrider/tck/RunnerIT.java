package io.postrider.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, with samples in place of the TCK: a jar that is empty, and classes in its packages on the class path. */
@Timeout(180)
class RunnerIT {
    @TempDir
    private Path folder;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void parts_run_side_by_side_and_are_reported_together() throws Exception {
        assertEquals(1, run("parts=sample,ending,missing", "classes=.*Sample"));
        String report = Files.readString(folder.resolve(TckRunner.REPORT));
        assertTrue(report.contains("4 of 7 tests passed, 1 failed, 1 were skipped"), report);
        assertTrue(report.contains("| sample | 6 | 4 | 1 | 1 |"), report);
        assertTrue(report.contains("### ProviderSample.fails()"), report);
        assertTrue(report.contains("    org.opentest4j.AssertionFailedError: as it should\n"), report);
        assertTrue(report.contains("missing: there are no such tests in the jar"), report);
        assertTrue(report.contains("ending: the process of the tests ended early"), report);
        assertTrue(shown().contains("sample FAILED sample.ProviderSample.fails(): org.opentest4j.AssertionFailedError: as it should"), shown());
    }

    @Test
    void without_a_jar_it_says_how_to_get_one_in_one_line_and_does_nothing() throws Exception {
        assertEquals(0, TckRunner.run(new String[] {"jar=", "folder=" + folder.resolve("none")}, new PrintStream(shown, true, StandardCharsets.UTF_8)));
        assertEquals(1, shown().lines().count());
        assertTrue(shown().contains("-Dtck.jar=FILE"), shown());
        assertTrue(Files.notExists(folder.resolve("none")));
    }

    @Test
    void a_wrong_argument_is_another_exit_code() throws Exception {
        assertEquals(2, TckRunner.run(new String[] {"jar=/no/such/file"}, new PrintStream(shown, true, StandardCharsets.UTF_8)));
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        Path jar = Files.createFile(folder.resolve("empty.jar"));
        String[] all = new String[arguments.length + 3];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "jar=" + jar;
        all[arguments.length + 1] = "folder=" + folder;
        all[arguments.length + 2] = "jmsTimeoutMs=5000";
        return TckRunner.run(all, new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}

package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PerfCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertRefused("--producers cannot be 0; it is a number from 1 to 1024", "--producers", "0");
        assertRefused("--size cannot be 5; it is a number from 24 to", "--size", "5");
        assertRefused("mode cannot be fast; it is one of persistent, transacted, non-persistent, asynchronous, xa", "--mode", "fast");
        assertRefused("--warm-up is 500ms, expected whole seconds", "--warm-up", "500ms");
        assertRefused("--rate cannot be -1.0", "--rate", "-1");
    }

    @Test
    void withoutABrokerItSaysSoAndEnds() {
        assertEquals(ExitCode.NO_BROKER, run("perf", "--url", "postrider://127.0.0.1:1"));
        assertTrue(err.toString().startsWith("postrider: no broker answers"), err.toString());
    }

    private void assertRefused(String said, String option, String value) {
        assertEquals(ExitCode.USAGE, run("perf", option, value));
        assertTrue(err.toString().contains(said), err.toString());
    }

    private int run(String... arguments) {
        err.getBuffer().setLength(0);
        return PostriderCommand.run(arguments, new PrintWriter(new StringWriter()), new PrintWriter(err, true));
    }
}

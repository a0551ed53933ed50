package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short demo: the same processes and kills with fewer messages. */
@Timeout(300)
class DemoIT {
    @Test
    void nothing_is_lost_or_delivered_again_although_the_broker_is_killed_twice() throws Exception {
        CommandRun run = CommandRun.run("demo", "--messages", "4000", "--folder", Path.of("target").toAbsolutePath().toString());
        String shown = run.text() + run.err();
        assertEquals(0, run.exitCode(), shown);
        assertEquals("4,000", row(shown, "sent"));
        assertEquals("4,000", row(shown, "received"));
        assertEquals("0", row(shown, "lost"));
        assertEquals("0", row(shown, "doubled"));
        assertTrue(shown.contains("delivered after the promise: 0"), shown);
        assertTrue(Integer.parseInt(row(shown, "resent")) > 0, shown);
        assertTrue(Integer.parseInt(row(shown, "in flight at kill 1")) > 0, shown);
        assertTrue(Integer.parseInt(row(shown, "in flight at kill 2")) > 0, shown);
    }

    private static String row(String shown, String name) {
        Matcher row = Pattern.compile("^" + name + " +([0-9,]+) ", Pattern.MULTILINE).matcher(shown);
        assertTrue(row.find(), () -> "no row " + name + " in\n" + shown);
        return row.group(1);
    }
}

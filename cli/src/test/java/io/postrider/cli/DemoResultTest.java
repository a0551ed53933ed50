package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.cli.DemoCommand.Kill;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class DemoResultTest {
    private static final List<Kill> KILLS = List.of(new Kill(4, 50, 3, 900), new Kill(4, 0, 2, 800));

    @Test
    void everything_once_after_two_kills_with_work_in_flight_is_right() {
        assertTrue(result(Map.of(), KILLS, 8, 0).isRight());
    }

    @ParameterizedTest
    @CsvSource({"unreceived, 1", "doubled, 1", "delivered-after, 1", "sent, 999", "received, 999"})
    void a_lost_or_doubled_message_is_not(String name, long count) {
        DemoResult result = result(Map.of(name, count), KILLS, 8, 0);
        assertFalse(result.isRight());
        assertTrue(printed(result).contains("FAILED"), printed(result));
    }

    @Test
    void without_a_resend_or_a_kill_nothing_is_shown() {
        assertFalse(result(Map.of(), KILLS, 0, 0).isRight());
        assertFalse(result(Map.of(), KILLS.subList(0, 1), 8, 0).isRight());
        assertFalse(result(Map.of(), List.of(KILLS.get(0), new Kill(0, 0, 0, 800)), 8, 0).isRight());
        assertTrue(printed(result(Map.of(), KILLS, 0, 0)).contains("had to be sent again"));
    }

    @Test
    void a_program_that_fails_is_not_right_whatever_it_counted() {
        assertFalse(result(Map.of(), KILLS, 8, 1).isRight());
    }

    @Test
    void the_table_has_a_row_for_each_number() {
        String table = printed(result(Map.of(), KILLS, 8, 0));
        for (String row : List.of("sent ", "received ", "lost ", "doubled ", "in flight at kill 1", "in flight at kill 2", "resent ", "messages per second",
                "longest interruption")) {
            assertEquals(1, table.lines().filter(line -> line.startsWith(row)).count(), row + " in\n" + table);
        }
        assertTrue(table.contains("Nothing was lost, nothing came twice."), table);
    }

    private static DemoResult result(Map<String, Long> different, List<Kill> kills, long resent, int exitCode) {
        Map<String, Long> counts = new HashMap<>(Map.of("sent", 1_000L, "received", 1_000L, "unreceived", 0L, "doubled", 0L, "delivered-after", 0L,
                "repeated", 50L, "longest-pause-ms", 900L, "elapsed-ms", 2_000L));
        counts.putAll(different);
        return new DemoResult(1_000, counts, kills, resent, 2, exitCode);
    }

    private static String printed(DemoResult result) {
        StringWriter text = new StringWriter();
        result.print(new PrintWriter(text));
        return text.toString();
    }
}

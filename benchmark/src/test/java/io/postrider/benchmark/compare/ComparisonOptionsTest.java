package io.postrider.benchmark.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.benchmark.compare.Contender.ArtemisClassPaths;
import io.postrider.examples.perf.Pace;
import io.postrider.examples.perf.SendMode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ComparisonOptionsTest {
    @Test
    void everyOptionIsTakenOver() {
        ComparisonOptions options = ComparisonOptions.parse(List.of("--rows", "persistent 1/1, transacted", "--contenders", "postrider,artemis-nio-0", "--rounds", "5",
                "--warm-up", "6", "--duration", "7", "--rate", "800", "--latency", "false", "--heap", "512m", "--profile", "true", "--folder", "f"));
        assertEquals(List.of("persistent 1/1", "transacted 1/1", "transacted 4/4"), options.rows().stream().map(Row::name).toList());
        assertEquals(new ComparisonOptions(options.rows(), List.of("postrider", "artemis-nio-0"), 5, new Pace(800, 6, 7), "512m", false, true, Path.of("f")), options);
    }

    @Test
    void globalTransactionsAreOneRowOfEightThreads() {
        List<Row> rows = ComparisonOptions.parse(List.of("--rows", "xa")).rows();
        assertEquals(List.of("xa 4/4"), rows.stream().map(Row::name).toList());
        assertEquals(SendMode.XA, rows.get(0).mode());
    }

    @Test
    void theUsageNamesEveryOption() {
        List<String> names = Pattern.compile("(?m)^  (--[a-z-]+)").matcher(ComparisonOptions.usage()).results().map(match -> match.group(1)).toList();
        assertEquals(10, names.size());
        for (String name : names) {
            String message = assertThrows(IllegalArgumentException.class, () -> ComparisonOptions.parse(List.of(name))).getMessage();
            assertEquals(name + " needs a value", message);
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        assertRefused("unknown option --round", "--round", "3");
        assertRefused("rounds cannot be 0", "--rounds", "0");
        assertRefused("--rounds cannot be many", "--rounds", "many");
        assertRefused("heap cannot be 1", "--heap", "1");
        assertRefused("no row begins with persistant", "--rows", "persistant");
        assertRefused("--latency cannot be yes", "--latency", "yes");
    }

    @Test
    void contendersAreNamedWithTheirBuffer() {
        DiskProbe disk = new DiskProbe(123_456, 0, 0);
        ArtemisClassPaths none = new ArtemisClassPaths("", "");
        assertEquals("Postrider", Contender.of("postrider", none, disk).name());
        assertEquals("Artemis NIO, buffer 0.123 ms", Contender.of("artemis-nio-disk", none, disk).name());
        assertEquals("Artemis AIO, buffer 0.020 ms", Contender.of("artemis-aio-20000", none, disk).name());
        for (String wrong : List.of("artemis", "artemis-nio", "artemis-bio-1", "artemis-nio--1", "activemq")) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> Contender.of(wrong, none, disk)).getMessage().startsWith("contender cannot be " + wrong));
        }
    }

    private static void assertRefused(String said, String... arguments) {
        String message = assertThrows(IllegalArgumentException.class, () -> ComparisonOptions.parse(List.of(arguments))).getMessage();
        assertTrue(message.contains(said), message);
    }
}

package io.postrider.examples.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PerfOptionsTest {
    @Test
    void everyOptionIsTakenOver() {
        PerfOptions options = parse("--queue q --mode transacted --producers 2 --consumers 3 --size 100 --per-transaction 7 --in-flight 8"
                + " --rate 9.5 --warm-up 0 --duration 11 --broker-pid 12");
        assertEquals(new PerfOptions("q", new Load(SendMode.TRANSACTED, 2, 3, 100, 7, 8), new Pace(9.5, 0, 11), 12), options);
    }

    @Test
    void withoutOptionsItIsTheDefault() {
        assertEquals(PerfOptions.DEFAULT, PerfOptions.parse(List.of()));
    }

    @Test
    void everyModeHasAName() {
        for (SendMode mode : SendMode.values()) {
            assertEquals(mode, parse("--mode " + mode.text()).load().mode());
        }
        assertEquals("non-persistent", SendMode.NON_PERSISTENT.text());
    }

    @Test
    void theUsageNamesExactlyWhatIsUnderstood() {
        List<String> names = Pattern.compile("--[a-z-]+").matcher(PerfOptions.USAGE).results().map(match -> match.group()).distinct().toList();
        assertEquals(11, names.size());
        for (String name : names) {
            parse(name + (name.equals("--mode") ? " transacted" : " 24"));
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        assertRefused("--producer 1", "--producer;");
        assertRefused("--producers", "--producers needs a value");
        assertRefused("producers 1", "producers is not an option");
        assertRefused("--producers two", "--producers cannot be two");
        assertRefused("--producers 0", "producers cannot be 0; it is a number from 1 to 1024");
        assertRefused("--size 23", "size cannot be 23; it is a number from 24 to");
        assertRefused("--mode fast", "mode cannot be fast; it is one of persistent, transacted, non-persistent, asynchronous, xa");
        assertRefused("--rate -1", "rate cannot be -1.0");
        assertRefused("--rate NaN", "rate cannot be NaN");
        assertRefused("--duration 0", "duration cannot be 0");
        assertRefused("--broker-pid -1", "broker-pid cannot be -1");
    }

    private static void assertRefused(String arguments, String said) {
        String message = assertThrows(IllegalArgumentException.class, () -> parse(arguments)).getMessage();
        assertTrue(message.contains(said), message);
    }

    private static PerfOptions parse(String arguments) {
        return PerfOptions.parse(List.of(arguments.split(" ")));
    }
}

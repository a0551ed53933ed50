package io.postrider.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TortureOptionsTest {
    private static TortureOptions options(Duration duration, List<String> faults, List<String> loads) {
        return new TortureOptions(duration, 1, faults, loads, Path.of("nowhere"));
    }

    private static void refused(String message, Duration duration, List<String> faults, List<String> loads) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> options(duration, faults, loads)).getMessage());
    }

    @Test
    void all_that_there_is_is_taken_and_no_fault_at_all_too() {
        assertEquals(10, options(Duration.ofMinutes(1), TortureOptions.allFaults(), TortureOptions.allLoads()).faults().size());
        assertEquals(List.of(), options(Duration.ofMinutes(1), List.of(), List.of("plain")).faults());
    }

    @Test
    void no_time_and_too_much_of_it_are_refused() {
        refused("minutes is 0.0, expected more than 0 and at most 240", Duration.ZERO, List.of(), List.of("plain"));
        refused("minutes is 241.0, expected more than 0 and at most 240", Duration.ofMinutes(241), List.of(), List.of("plain"));
    }

    @Test
    void a_fault_or_load_that_is_not_known_is_named_with_those_that_are() {
        refused("faults has 'fire', expected some of broker-kill, power-loss, failing-sync, full-disk, client-kill, connection-cut, network-delay, half-close,"
                + " slow-sync, clock-jump, or none", Duration.ofMinutes(1), List.of("fire"), List.of("plain"));
        refused("loads has 'heavy', expected some of plain, asynchronous, transacted, xa, durable, selectors, delayed, nonpersistent", Duration.ofMinutes(1), List.of(),
                List.of("heavy"));
        refused("loads is empty, expected some of plain, asynchronous, transacted, xa, durable, selectors, delayed, nonpersistent", Duration.ofMinutes(1), List.of(),
                List.of());
    }
}

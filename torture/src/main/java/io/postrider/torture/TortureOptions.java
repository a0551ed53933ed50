package io.postrider.torture;

import io.postrider.torture.fault.Faults;
import io.postrider.torture.load.Load;
import io.postrider.torture.load.Loads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run is told. Immutable.
 *
 * @param duration  of load and faults; starting before and draining after it take up to some minutes more
 * @param seed      of the faults and of what is sent
 * @param faults    names of {@link Faults}; none is permitted
 * @param loads     names of {@link Loads}
 * @param directory for data and logs; made, and must be empty
 */
public record TortureOptions(Duration duration, long seed, List<String> faults, List<String> loads, Path directory) {
    /** The judge has one load in memory at a time, some 8 MB for each minute of a run: 2 GB at the most. */
    public static final Duration DURATION_MAX = Duration.ofHours(4);

    /** @throws IllegalArgumentException naming the value and what is expected */
    public TortureOptions {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(DURATION_MAX) > 0) {
            throw new IllegalArgumentException("minutes is " + duration.toSeconds() / 60.0 + ", expected more than 0 and at most " + DURATION_MAX.toMinutes());
        }
        faults = List.copyOf(faults);
        loads = List.copyOf(loads);
        for (String fault : faults) {
            if (!Faults.names().contains(fault)) {
                throw new IllegalArgumentException("faults has '" + fault + "', expected some of " + String.join(", ", Faults.names()) + ", or none");
            }
        }
        List<String> known = allLoads();
        for (String load : loads) {
            if (!known.contains(load)) {
                throw new IllegalArgumentException("loads has '" + load + "', expected some of " + String.join(", ", known));
            }
        }
        if (loads.isEmpty()) {
            throw new IllegalArgumentException("loads is empty, expected some of " + String.join(", ", known));
        }
    }

    /** The same, in another directory. */
    public TortureOptions in(Path other) {
        return new TortureOptions(duration, seed, faults, loads, other);
    }

    public static List<String> allLoads() {
        return Loads.all().stream().map(Load::name).toList();
    }

    public static List<String> allFaults() {
        return Faults.names();
    }
}

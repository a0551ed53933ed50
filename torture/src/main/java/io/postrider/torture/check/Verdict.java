package io.postrider.torture.check;

import java.util.List;
import java.util.Map;

/**
 * What the {@link Checker} says of a run. Immutable.
 *
 * @param counts   how many of each kind, 0 too
 * @param findings the first of them, with their timelines
 */
public record Verdict(List<LoadTally> loads, Map<Kind, Long> counts, List<Finding> findings) {
    public Verdict {
        loads = List.copyOf(loads);
        counts = Map.copyOf(counts);
        findings = List.copyOf(findings);
    }

    public boolean isClean() {
        return counts.values().stream().allMatch(count -> count == 0);
    }

    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }
}

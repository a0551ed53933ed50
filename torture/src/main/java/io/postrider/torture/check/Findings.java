package io.postrider.torture.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All counted, the first kept. Used by one thread. */
final class Findings {
    /** Of each kind; more of one kind tell no more. */
    private static final int KEPT_MAX = 10;

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<Finding> kept = new ArrayList<>();

    Findings() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, 0L);
        }
    }

    void add(Finding finding) {
        if (counts.merge(finding.kind(), 1L, Long::sum) <= KEPT_MAX) {
            kept.add(finding);
        }
    }

    Map<Kind, Long> counts() {
        return counts;
    }

    List<Finding> kept() {
        return kept;
    }
}

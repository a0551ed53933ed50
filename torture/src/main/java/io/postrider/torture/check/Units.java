package io.postrider.torture.check;

import io.postrider.torture.log.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What came of transactions and acknowledges. Used by one thread. */
final class Units {
    private final Set<String> begun = new HashSet<>();
    private final Map<String, Outcome> ended = new HashMap<>();

    void ending(String unit) {
        begun.add(unit);
    }

    void ended(String unit, Outcome outcome) {
        ended.put(unit, outcome);
        begun.remove(unit);
    }

    /** One whose end was never begun, since its process was killed before, is undone. */
    Outcome outcome(String unit) {
        Outcome outcome = ended.get(unit);
        return outcome != null ? outcome : begun.contains(unit) ? Outcome.UNKNOWN : Outcome.UNDONE;
    }

    long done() {
        return ended.values().stream().filter(outcome -> outcome == Outcome.DONE).count();
    }
}

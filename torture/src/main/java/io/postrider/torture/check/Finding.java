package io.postrider.torture.check;

import java.util.List;

/**
 * Something that is wrong. Immutable.
 *
 * @param load         which load's
 * @param where        subscription, or destination
 * @param id           of the message
 * @param text         what exactly
 * @param timeline     what happened to that message, and the faults around it, in order
 */
public record Finding(Kind kind, String load, String where, String id, String text, List<String> timeline) {
    public Finding {
        timeline = List.copyOf(timeline);
    }

    Finding with(List<String> lines) {
        return new Finding(kind, load, where, id, text, lines);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + ": " + id + " at " + where + ": " + text;
    }
}

package io.postrider.broker.selector;

import java.util.Set;

/**
 * {@code IN} and {@code NOT IN} over string literals. A value that is no string makes both false.
 */
record In(Identifier identifier, Set<String> strings, boolean isNot) implements Condition {

    In {
        strings = Set.copyOf(strings);
    }

    @Override
    public Truth truth(Fields fields) {
        Object value = identifier.value(fields);
        if (value == null) {
            return Truth.UNKNOWN;
        }
        return Truth.of(value instanceof String string && strings.contains(string) != isNot);
    }
}

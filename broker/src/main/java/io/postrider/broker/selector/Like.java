package io.postrider.broker.selector;

/**
 * {@code LIKE} and {@code NOT LIKE}. A value that is no string makes both false.
 */
record Like(Identifier identifier, LikePattern pattern, boolean isNot) implements Condition {

    @Override
    public Truth truth(Fields fields) {
        Object value = identifier.value(fields);
        if (value == null) {
            return Truth.UNKNOWN;
        }
        return Truth.of(value instanceof String string && pattern.matches(string) != isNot);
    }
}

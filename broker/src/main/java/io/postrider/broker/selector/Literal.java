package io.postrider.broker.selector;

import java.util.Optional;

/**
 * A value that stands in the selector.
 *
 * @param value a String, Long, Double or Boolean
 */
record Literal(Object value, Kind kind) implements Expression {

    static Literal string(String value) {
        return new Literal(value, Kind.STRING);
    }

    static Literal exact(long value) {
        return new Literal(value, Kind.NUMBER);
    }

    static Literal approximate(double value) {
        return new Literal(value, Kind.NUMBER);
    }

    static Literal bool(boolean value) {
        return new Literal(value, Kind.BOOLEAN);
    }

    @Override
    public Object value(Fields fields) {
        return value;
    }

    /** Folded, so that {@code x = -5} is an equality with a literal. */
    @Override
    public Expression negated() {
        return new Literal(Negation.of(value), kind);
    }

    @Override
    public Expression plus() {
        return this;
    }

    @Override
    public Optional<Equality> equalityWith(String identifier) {
        return value instanceof Double ? Optional.empty() : Optional.of(new Equality(identifier, value));
    }
}

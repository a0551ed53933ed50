package io.postrider.broker.selector;

import java.util.List;
import java.util.Optional;

/**
 * One node of a parsed selector. Nodes are immutable and their depth is bounded by the parser, so evaluation may recurse.
 */
sealed interface Expression permits Literal, Identifier, Arithmetic, Negation, Condition {

    /**
     * The value for a message.
     *
     * @return a Boolean, a String, or a Number of one of the types that {@link Fields} may give; null for NULL
     */
    Object value(Fields fields);

    /** What kind of value to expect. */
    Kind kind();

    /** The truth of this expression in the place of a condition. */
    default Truth truth(Fields fields) {
        return Truth.ofValue(value(fields));
    }

    /** The arithmetic opposite. */
    default Expression negated() {
        return new Negation(this);
    }

    /** This with a plus sign before it: a number or NULL. */
    default Expression plus() {
        return new Arithmetic(this, List.of());
    }

    /** An equality without which this expression is not true. */
    default Optional<Equality> equality() {
        return Optional.empty();
    }

    /** The equality "identifier = this", if this is a literal that can be looked up. */
    default Optional<Equality> equalityWith(String identifier) {
        return Optional.empty();
    }
}

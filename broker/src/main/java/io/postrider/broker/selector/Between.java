package io.postrider.broker.selector;

import io.postrider.broker.selector.Comparison.Operator;

/**
 * {@code BETWEEN} and {@code NOT BETWEEN}, by the comparisons that section 3.8.1.1 defines them with.
 */
record Between(Expression operand, Expression low, Expression high, boolean isNot) implements Condition {

    @Override
    public Truth truth(Fields fields) {
        Object value = operand.value(fields);
        Object lowest = low.value(fields);
        Object highest = high.value(fields);
        return isNot
            ? Operator.LESS.compare(value, lowest).or(Operator.GREATER.compare(value, highest))
            : Operator.GREATER_OR_EQUAL.compare(value, lowest).and(Operator.LESS_OR_EQUAL.compare(value, highest));
    }
}

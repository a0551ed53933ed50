package io.postrider.broker.selector;

import java.util.Optional;

/**
 * Two values compared. Numbers compare with all operators, strings and booleans only with = and &lt;&gt;; anything else is
 * false, whatever the operator.
 */
record Comparison(Expression left, Operator operator, Expression right) implements Condition {

    @Override
    public Truth truth(Fields fields) {
        return operator.compare(left.value(fields), right.value(fields));
    }

    @Override
    public Optional<Equality> equality() {
        if (operator != Operator.EQUAL) {
            return Optional.empty();
        }
        if (left instanceof Identifier identifier) {
            return identifier.equalityTo(right);
        }
        return right instanceof Identifier identifier ? identifier.equalityTo(left) : Optional.empty();
    }

    /** The operators, each by the orders of two numbers for which it holds. */
    enum Operator {
        EQUAL("=", false, true, false, false),
        NOT_EQUAL("<>", true, false, true, true),
        LESS("<", true, false, false, false),
        LESS_OR_EQUAL("<=", true, true, false, false),
        GREATER(">", false, false, true, false),
        GREATER_OR_EQUAL(">=", false, true, true, false);

        private final String symbol;
        private final boolean holdsIfLess;
        private final boolean holdsIfEqual;
        private final boolean holdsIfGreater;
        private final boolean holdsIfNone;

        Operator(String symbol, boolean holdsIfLess, boolean holdsIfEqual, boolean holdsIfGreater, boolean holdsIfNone) {
            this.symbol = symbol;
            this.holdsIfLess = holdsIfLess;
            this.holdsIfEqual = holdsIfEqual;
            this.holdsIfGreater = holdsIfGreater;
            this.holdsIfNone = holdsIfNone;
        }

        String symbol() {
            return symbol;
        }

        /** Whether it compares by size, which only numbers have. */
        boolean orders() {
            return this != EQUAL && this != NOT_EQUAL;
        }

        Truth compare(Object left, Object right) {
            if (left == null || right == null) {
                return Truth.UNKNOWN;
            }
            if (left instanceof Number leftNumber && right instanceof Number rightNumber) {
                return Truth.of(holds(Order.of(leftNumber, rightNumber)));
            }
            if (left.getClass() != right.getClass() || orders()) {
                return Truth.FALSE;
            }
            return Truth.of(left.equals(right) == holdsIfEqual);
        }

        private boolean holds(Order order) {
            return switch (order) {
                case LESS -> holdsIfLess;
                case EQUAL -> holdsIfEqual;
                case GREATER -> holdsIfGreater;
                case NONE -> holdsIfNone;
            };
        }
    }
}

package io.postrider.broker.selector;

import java.util.List;

/**
 * Operators of one precedence level, applied from left to right. A list and not nested pairs, so that a long sum is not deep.
 *
 * <p>Without steps it is a plus sign: the operand if that is a number, otherwise NULL.
 */
record Arithmetic(Expression first, List<Step> steps) implements Expression {

    /** An operator and its right operand. */
    record Step(Operator operator, Expression operand) { }

    Arithmetic {
        steps = List.copyOf(steps);
    }

    @Override
    public Object value(Fields fields) {
        Object result = first.value(fields);
        for (Step step : steps) {
            if (!(result instanceof Number left) || !(step.operand().value(fields) instanceof Number right)) {
                return null;
            }
            result = step.operator().apply(left, right);
        }
        return result instanceof Number ? result : null;
    }

    @Override
    public Kind kind() {
        return Kind.NUMBER;
    }

    /** Exact if both operands are, otherwise approximate (3.8.1.1: Java's numeric promotion). */
    enum Operator {
        PLUS {
            @Override
            Number exact(long left, long right) {
                return left + right;
            }

            @Override
            Number approximate(double left, double right) {
                return left + right;
            }
        },
        MINUS {
            @Override
            Number exact(long left, long right) {
                return left - right;
            }

            @Override
            Number approximate(double left, double right) {
                return left - right;
            }
        },
        TIMES {
            @Override
            Number exact(long left, long right) {
                return left * right;
            }

            @Override
            Number approximate(double left, double right) {
                return left * right;
            }
        },
        /** Division by zero is NULL for both kinds: SQL has no infinity, and a message must not make an exception. */
        DIVIDE {
            @Override
            Number exact(long left, long right) {
                return right == 0 ? null : (Number) (left / right);
            }

            @Override
            Number approximate(double left, double right) {
                return right == 0 ? null : (Number) (left / right);
            }
        };

        abstract Number exact(long left, long right);

        abstract Number approximate(double left, double right);

        Number apply(Number left, Number right) {
            return Order.isApproximate(left) || Order.isApproximate(right)
                ? approximate(left.doubleValue(), right.doubleValue())
                : exact(left.longValue(), right.longValue());
        }
    }
}

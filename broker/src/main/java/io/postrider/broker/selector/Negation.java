package io.postrider.broker.selector;

/**
 * A minus sign in front of an operand.
 */
record Negation(Expression operand) implements Expression {

    @Override
    public Object value(Fields fields) {
        return of(operand.value(fields));
    }

    @Override
    public Kind kind() {
        return Kind.NUMBER;
    }

    /** The opposite of a number, null for anything else. */
    static Object of(Object value) {
        if (!(value instanceof Number number)) {
            return null;
        }
        return Order.isApproximate(number) ? (Object) (-number.doubleValue()) : (Object) (-number.longValue());
    }
}

package io.postrider.broker.selector;

/**
 * Logical NOT; what is unknown stays unknown.
 */
record Not(Expression operand) implements Condition {

    @Override
    public Truth truth(Fields fields) {
        return operand.truth(fields).not();
    }
}

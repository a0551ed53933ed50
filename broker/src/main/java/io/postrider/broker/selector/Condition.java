package io.postrider.broker.selector;

/**
 * An expression that is true, false or unknown.
 */
sealed interface Condition extends Expression permits Comparison, Between, In, Like, IsNull, Not, And, Or {

    @Override
    Truth truth(Fields fields);

    @Override
    default Object value(Fields fields) {
        return truth(fields).value();
    }

    @Override
    default Kind kind() {
        return Kind.BOOLEAN;
    }
}

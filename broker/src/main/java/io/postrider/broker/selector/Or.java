package io.postrider.broker.selector;

import java.util.List;

/**
 * A disjunction. A list and not nested pairs, so that a long one is not deep.
 */
record Or(List<Expression> operands) implements Condition {

    Or {
        operands = List.copyOf(operands);
    }

    @Override
    public Truth truth(Fields fields) {
        Truth result = Truth.FALSE;
        for (Expression operand : operands) {
            result = result.or(operand.truth(fields));
            if (result == Truth.TRUE) {
                return result;
            }
        }
        return result;
    }
}

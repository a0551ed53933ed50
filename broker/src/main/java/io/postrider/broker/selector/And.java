package io.postrider.broker.selector;

import java.util.List;
import java.util.Optional;

/**
 * A conjunction. A list and not nested pairs, so that a long one is not deep.
 */
record And(List<Expression> operands) implements Condition {

    And {
        operands = List.copyOf(operands);
    }

    @Override
    public Truth truth(Fields fields) {
        Truth result = Truth.TRUE;
        for (Expression operand : operands) {
            result = result.and(operand.truth(fields));
            if (result == Truth.FALSE) {
                return result;
            }
        }
        return result;
    }

    @Override
    public Optional<Equality> equality() {
        Optional<Equality> onBoolean = Optional.empty();
        for (Expression operand : operands) {
            Optional<Equality> equality = operand.equality();
            if (equality.isPresent() && !(equality.get().value() instanceof Boolean)) {
                return equality;
            }
            onBoolean = onBoolean.or(() -> equality);
        }
        return onBoolean;
    }
}

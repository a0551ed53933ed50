package io.postrider.broker.selector;

/**
 * {@code IS NULL} and {@code IS NOT NULL}: never unknown.
 */
record IsNull(Identifier identifier, boolean isNot) implements Condition {

    @Override
    public Truth truth(Fields fields) {
        return Truth.of((identifier.value(fields) == null) != isNot);
    }
}

package io.postrider.broker.selector;

/**
 * What the text alone says about the values of an expression.
 */
enum Kind {
    STRING("a string"),
    NUMBER("a number"),
    BOOLEAN("a boolean"),
    /** An identifier: its type is the message's affair. */
    ANY("an identifier");

    private final String description;

    Kind(String description) {
        this.description = description;
    }

    /** Whether an expression of this kind can have a value of the other kind. */
    boolean canBe(Kind other) {
        return this == other || this == ANY || other == ANY;
    }

    String description() {
        return description;
    }
}

package io.postrider.broker.selector;

/**
 * One token of a selector.
 *
 * @param text     for a string literal what is between the quotes, with doubled quotes made single; otherwise as written
 * @param position where it begins, in characters from 1
 */
record Token(TokenType type, String text, int position) {

    /** As it is named in the message of an {@link InvalidSelector}. */
    String description() {
        return switch (type) {
            case END -> "the end of the selector";
            case IDENTIFIER -> "identifier " + text;
            case STRING -> "string '" + text + "'";
            case EXACT, APPROXIMATE -> "number " + text;
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL,
                PLUS, MINUS, TIMES, DIVIDE, OPEN, CLOSE, COMMA -> "'" + text + "'";
            case NULL, TRUE, FALSE, NOT, AND, OR, BETWEEN, LIKE, IN, IS, ESCAPE -> text;
        };
    }
}

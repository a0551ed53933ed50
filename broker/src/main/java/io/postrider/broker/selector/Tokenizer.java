package io.postrider.broker.selector;

import java.util.regex.Matcher;

/**
 * Splits the text of a selector into tokens, one at a time; each is the longest that can begin there, as in Java.
 */
final class Tokenizer {

    private final String text;
    private final Matcher number;
    private int index;

    Tokenizer(String text) throws InvalidSelector {
        if (text.length() > Selector.TEXT_CHARACTERS_MAX) {
            throw new InvalidSelector(Selector.TEXT_CHARACTERS_MAX + 1, "a selector of " + text.length() + " characters",
                "at most " + Selector.TEXT_CHARACTERS_MAX);
        }
        this.text = text;
        this.number = Numeral.APPROXIMATE.matcher(text);
    }

    /** The next token; {@code END} again and again when the text is used up. */
    Token next() throws InvalidSelector {
        while (index < text.length() && isWhitespace(text.charAt(index))) {
            index++;
        }
        if (index == text.length()) {
            return new Token(TokenType.END, "", index + 1);
        }
        int character = text.codePointAt(index);
        if (Character.isJavaIdentifierStart(character)) {
            return word();
        }
        if (isDigit(index) || character == '.' && isDigit(index + 1)) {
            return number();
        }
        return switch (character) {
            case '\'' -> string();
            case '=' -> symbol(TokenType.EQUAL, 1);
            case '<' -> isAt(index + 1, '>') ? symbol(TokenType.NOT_EQUAL, 2)
                : isAt(index + 1, '=') ? symbol(TokenType.LESS_OR_EQUAL, 2) : symbol(TokenType.LESS, 1);
            case '>' -> isAt(index + 1, '=') ? symbol(TokenType.GREATER_OR_EQUAL, 2) : symbol(TokenType.GREATER, 1);
            case '+' -> symbol(TokenType.PLUS, 1);
            case '-' -> isAt(index + 1, '-') ? comment() : symbol(TokenType.MINUS, 1);
            case '*' -> symbol(TokenType.TIMES, 1);
            case '/' -> isAt(index + 1, '*') ? comment() : symbol(TokenType.DIVIDE, 1);
            case '(' -> symbol(TokenType.OPEN, 1);
            case ')' -> symbol(TokenType.CLOSE, 1);
            case ',' -> symbol(TokenType.COMMA, 1);
            default -> throw new InvalidSelector(index + 1, description(character), expectedInsteadOf(character));
        };
    }

    private Token word() {
        int start = index;
        while (index < text.length() && Character.isJavaIdentifierPart(text.codePointAt(index))) {
            index += Character.charCount(text.codePointAt(index));
        }
        String word = text.substring(start, index);
        return new Token(TokenType.keyword(word).orElse(TokenType.IDENTIFIER), word, start + 1);
    }

    private Token number() {
        if (number.usePattern(Numeral.APPROXIMATE).region(index, text.length()).lookingAt()) {
            return symbol(TokenType.APPROXIMATE, number.end() - index);
        }
        number.usePattern(Numeral.EXACT).region(index, text.length()).lookingAt();
        return symbol(TokenType.EXACT, number.end() - index);
    }

    private Token string() throws InvalidSelector {
        int start = index;
        StringBuilder content = new StringBuilder();
        while (true) {
            int quote = text.indexOf('\'', index + 1);
            if (quote < 0) {
                throw new InvalidSelector(start + 1, "a string without end", "a closing single quote");
            }
            content.append(text, index + 1, quote);
            index = quote + 1;
            if (!isAt(index, '\'')) {
                return new Token(TokenType.STRING, content.toString(), start + 1);
            }
            content.append('\'');
        }
    }

    private Token symbol(TokenType type, int characters) {
        int start = index;
        index += characters;
        return new Token(type, text.substring(start, index), start + 1);
    }

    /** Not taken for arithmetic: {@code x = 1 --y} would be the condition x = 1 + y to us and x = 1 to its author. */
    private Token comment() throws InvalidSelector {
        throw new InvalidSelector(index + 1, "'" + text.substring(index, index + 2) + "'",
            "no SQL comment (two minus signs need a space between them)");
    }

    private static String expectedInsteadOf(int character) {
        return switch (character) {
            case '"' -> "single quotes around a string";
            case '!' -> "<> for not equal, or NOT";
            case '&' -> "AND";
            case '|' -> "OR";
            default -> "an identifier, a literal or an operator";
        };
    }

    private static String description(int character) {
        boolean visible = character > ' ' && character < 0x7f;
        return visible ? "'" + Character.toString(character) + "'" : String.format("character U+%04X", character);
    }

    /** Section 3.8.1.1: space, horizontal tab, form feed and line terminator. */
    private static boolean isWhitespace(char character) {
        return character == ' ' || character == '\t' || character == '\f' || character == '\n' || character == '\r';
    }

    private boolean isDigit(int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private boolean isAt(int at, char character) {
        return at < text.length() && text.charAt(at) == character;
    }
}

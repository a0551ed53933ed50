package io.postrider.broker.selector;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a token is.
 */
enum TokenType {
    IDENTIFIER, STRING, EXACT, APPROXIMATE,
    EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL,
    PLUS, MINUS, TIMES, DIVIDE,
    OPEN, CLOSE, COMMA,
    NULL, TRUE, FALSE, NOT, AND, OR, BETWEEN, LIKE, IN, IS, ESCAPE,
    END;

    private static final Map<String, TokenType> KEYWORDS =
        EnumSet.range(NULL, ESCAPE).stream().collect(Collectors.toMap(TokenType::name, type -> type));

    private static final int KEYWORD_CHARACTERS_MAX = BETWEEN.name().length();

    /** The keyword that a word is, in upper, lower or mixed case. */
    static Optional<TokenType> keyword(String word) {
        return word.length() > KEYWORD_CHARACTERS_MAX ? Optional.empty() : Optional.ofNullable(KEYWORDS.get(upperCase(word)));
    }

    /** ASCII only: by Unicode's rules the identifier with a dotless i in place of the I of IS would be a keyword. */
    private static String upperCase(String word) {
        StringBuilder upper = new StringBuilder(word);
        for (int index = 0; index < word.length(); index++) {
            char character = word.charAt(index);
            if (character >= 'a' && character <= 'z') {
                upper.setCharAt(index, (char) (character - 'a' + 'A'));
            }
        }
        return upper.toString();
    }
}

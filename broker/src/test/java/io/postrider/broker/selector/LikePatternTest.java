package io.postrider.broker.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LikePatternTest {

    @Test
    void it_agrees_with_a_naive_matcher_on_short_patterns() throws InvalidSelector {
        Random random = new Random(1);
        int matched = 0;
        for (int round = 0; round < 300_000; round++) {
            String pattern = random("ab_%!", random.nextInt(8), random);
            String text = random("ab_%!", random.nextInt(10), random);
            boolean expected = naive(pattern, 0, text, 0);
            matched += expected ? 1 : 0;
            assertEquals(expected, pattern(pattern).matches(text), () -> text + " LIKE " + pattern);
        }
        assertTrue(matched > 20_000, "hardly any matched: " + matched);
    }

    @Test
    void it_agrees_with_a_naive_matcher_across_the_words_of_its_state() throws InvalidSelector {
        Random random = new Random(2);
        for (int round = 0; round < 20_000; round++) {
            String text = random("ab", 50 + random.nextInt(220), random);
            String pattern = holed(text, random);
            assertTrue(pattern(pattern).matches(text), () -> text + " LIKE " + pattern);
            String other = text.substring(0, text.length() - 1) + "c";
            assertEquals(greedy(pattern, other), pattern(pattern).matches(other), () -> other + " LIKE " + pattern);
            String longer = text + "a";
            assertEquals(greedy(pattern, longer), pattern(pattern).matches(longer), () -> longer + " LIKE " + pattern);
        }
    }

    @Test
    void an_escaped_character_stands_for_itself() throws InvalidSelector {
        Random random = new Random(3);
        for (int round = 0; round < 100_000; round++) {
            String text = random("a_%!", random.nextInt(6), random);
            String escaped = text.chars().mapToObj(character -> character == 'a' ? "a" : "!" + (char) character)
                .collect(Collectors.joining());
            String other = random("a_%!", random.nextInt(6), random);
            assertTrue(pattern(escaped, "!").matches(text), () -> text + " LIKE " + escaped);
            assertEquals(text.equals(other), pattern(escaped, "!").matches(other), () -> other + " LIKE " + escaped);
        }
    }

    @Test
    void percent_itself_may_be_the_escape() throws InvalidSelector {
        assertTrue(pattern("100%%", "%").matches("100%"));
        assertFalse(pattern("100%%", "%").matches("100x"));
    }

    @Test
    void a_character_is_a_code_point() throws InvalidSelector {
        assertTrue(pattern("_").matches("\uD83D\uDE00"));
        assertFalse(pattern("__").matches("\uD83D\uDE00"));
        assertTrue(pattern("%\uD83D\uDE00%").matches("a\uD83D\uDE00b"));
        assertTrue(pattern("_").matches("\uD83D"));
        assertFalse(pattern("%\uDE00").matches("\uD83D\uDE00"));
    }

    @Test
    void the_worst_patterns_and_texts_take_time_in_proportion_to_the_text() throws InvalidSelector {
        String text = "a".repeat(1_000_000);
        String[] patterns = {"%a%a%a%a%a%a%a%a%a%a%b", "%" + "a".repeat(1_000) + "b%", "%" + "a_".repeat(500) + "b%",
            "%_".repeat(500) + "b", "%a".repeat(1_000) + "b"};
        for (String worst : patterns) {
            LikePattern pattern = pattern(worst);
            assertTimeout(Duration.ofSeconds(3), () -> assertFalse(pattern.matches(text)));
        }
    }

    /** Tries everything; exponential, for short patterns. */
    private static boolean naive(String pattern, int at, String text, int from) {
        if (at == pattern.length()) {
            return from == text.length();
        }
        if (pattern.charAt(at) == '%') {
            return IntStream.rangeClosed(from, text.length()).anyMatch(next -> naive(pattern, at + 1, text, next));
        }
        return from < text.length() && (pattern.charAt(at) == '_' || pattern.charAt(at) == text.charAt(from))
            && naive(pattern, at + 1, text, from + 1);
    }

    /** Goes back to the last percent sign on a mismatch; quadratic, for long patterns. */
    private static boolean greedy(String pattern, String text) {
        int at = 0;
        int percent = -1;
        int resume = 0;
        int index = 0;
        while (index < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '%') {
                percent = at++;
                resume = index;
            } else if (at < pattern.length() && (pattern.charAt(at) == '_' || pattern.charAt(at) == text.charAt(index))) {
                at++;
                index++;
            } else if (percent >= 0) {
                at = percent + 1;
                index = ++resume;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(character -> character == '%');
    }

    /** The text with some characters made underscores and some runs made percent signs. */
    private static String holed(String text, Random random) {
        StringBuilder pattern = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            switch (random.nextInt(20)) {
                case 0 -> {
                    pattern.append('%');
                    index += random.nextInt(5) - 1;
                }
                case 1, 2 -> pattern.append('_');
                default -> pattern.append(text.charAt(index));
            }
        }
        return pattern.toString();
    }

    private static String random(String alphabet, int length, Random random) {
        return random.ints(length, 0, alphabet.length()).mapToObj(index -> alphabet.substring(index, index + 1))
            .collect(Collectors.joining());
    }

    private static LikePattern pattern(String text) throws InvalidSelector {
        return LikePattern.of(new Token(TokenType.STRING, text, 1));
    }

    private static LikePattern pattern(String text, String escape) throws InvalidSelector {
        return LikePattern.of(new Token(TokenType.STRING, text, 1), new Token(TokenType.STRING, escape, 1));
    }
}

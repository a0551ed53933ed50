package io.postrider.broker.selector;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the text, parsing ends soon in a selector or in an InvalidSelector with a position in the text. */
@Timeout(60)
class SelectorFuzzTest {

    private static final String[] TOKENS = {"a", "b", "JMSType", "_x", "'x'", "'a%'", "'!'", "''", "1", "0", "-1",
        "9223372036854775808", "07", "08", "0x1F", "1.5", ".5", "7.", "1e3", "1e999", "2f", "=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "(", ")", ",", "NULL",
        "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE", "'", "\"", "JMSReplyTo", "\t", "\n", "\u0000", "\uD83D", "é"};

    private static final MessageFields MESSAGE = MessageFields.of("a", 1, "b", "x", "_x", true, "JMSType", "ax");

    @Test
    void random_tokens_are_parsed_or_refused() {
        Random random = new Random(5);
        int valid = 0;
        for (int round = 0; round < 300_000; round++) {
            String separator = random.nextInt(4) == 0 ? "" : " ";
            valid += parses(IntStream.range(0, random.nextInt(9)).mapToObj(part -> TOKENS[random.nextInt(TOKENS.length)])
                .collect(Collectors.joining(separator))) ? 1 : 0;
        }
        assertTrue(valid > 500, "hardly anything valid: " + valid);
    }

    @Test
    void valid_selectors_with_one_token_changed_are_parsed_or_refused() {
        Random random = new Random(6);
        RandomSelector selectors = new RandomSelector(random);
        for (int round = 0; round < 50_000; round++) {
            String selector = selectors.condition(2);
            assertDoesNotThrow(() -> Selector.parse(selector).matches(selectors.message()), selector);
            int cut = random.nextInt(selector.length());
            int resume = Math.min(selector.length(), cut + random.nextInt(4));
            parses(selector.substring(0, cut) + TOKENS[random.nextInt(TOKENS.length)] + selector.substring(resume));
        }
    }

    @Test
    void random_characters_are_parsed_or_refused() {
        Random random = new Random(7);
        for (int round = 0; round < 100_000; round++) {
            int most = random.nextBoolean() ? 0x7f : 0x10000;
            parses(random.ints(random.nextInt(20), 0, most).mapToObj(character -> String.valueOf((char) character))
                .collect(Collectors.joining()));
        }
    }

    @Test
    void the_longest_texts_of_one_repeated_piece_take_no_long_time_and_little_stack() throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        Thread smallStack = new Thread(null, () -> {
            for (String token : TOKENS) {
                for (String separator : new String[] {"", " ", " = ", " AND ", " OR ", "+", "_"}) {
                    String longest = (token + separator).repeat(Selector.TEXT_CHARACTERS_MAX / (token + separator).length());
                    assertTimeout(Duration.ofSeconds(30), () -> parses(longest), token + separator);
                }
            }
            String deepest = "(NOT (- (a) = 1 OR ".repeat(24) + "a" + "))".repeat(24);
            assertTrue(parses(deepest));
        }, "small stack", 256 * 1024);
        smallStack.setUncaughtExceptionHandler((thread, failure) -> thrown[0] = failure);
        smallStack.start();
        smallStack.join();
        if (thrown[0] != null) {
            throw new AssertionError(thrown[0]);
        }
    }

    private static boolean parses(String text) {
        try {
            Selector.parse(text).matches(MESSAGE);
            return true;
        } catch (InvalidSelector invalid) {
            assertTrue(invalid.position() >= 1 && invalid.position() <= text.length() + 1, () -> text + ": " + invalid.getMessage());
            return false;
        }
    }
}

package io.postrider.broker.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EqualityTest {

    @Test
    void a_comparison_of_an_identifier_with_a_literal_is_an_equality() throws InvalidSelector {
        assertEquality("a", "x", "a = 'x'");
        assertEquality("a", "x", "'x' = a");
        assertEquality("a", "x", "((a) = ('x'))");
        assertEquality("a", 5L, "a = 5");
        assertEquality("a", 5L, "a = 0x5L");
        assertEquality("a", -5L, "a = -5");
        assertEquality("a", 5L, "a = +5");
        assertEquality("a", Long.MIN_VALUE, "a = -9223372036854775808");
        assertEquality("a", true, "a = TRUE");
        assertEquality("JMSType", "car", "JMSType = 'car'");
    }

    @Test
    void a_conjunction_has_the_equality_of_a_term() throws InvalidSelector {
        assertEquality("b", "x", "a > 1 AND b = 'x'");
        assertEquality("a", 1L, "a = 1 AND b = 'x'");
        assertEquality("b", "x", "(a > 1 OR c) AND (NOT d AND (b = 'x' AND e))");
        assertEquality("b", 1L, "a = TRUE AND b = 1");
        assertEquality("a", false, "a = FALSE AND b = TRUE");
    }

    @Test
    void other_selectors_have_none() throws InvalidSelector {
        for (String selector : new String[] {"a = 1 OR b = 2", "NOT a = 1", "a <> 1", "a = b", "a = 1.0", "a = 1 + 1", "a + 1 = 2",
            "1 = 1", "a", "NOT (a = 1 AND b = 2)", "a > 1", "a IN ('x', 'y')", "a LIKE 'x'", "a IS NULL", "(a = 1) = TRUE", "-a = 1"}) {
            assertEquals(Optional.empty(), Selector.parse(selector).equality(), selector);
        }
    }

    @Test
    void a_message_that_is_selected_has_the_equality_by_key() throws InvalidSelector {
        RandomSelector random = new RandomSelector(new Random(4));
        int selected = 0;
        for (int round = 0; round < 20_000; round++) {
            Selector selector = Selector.parse(random.condition(2));
            Optional<Equality> equality = selector.equality();
            for (int message = 0; equality.isPresent() && message < 20; message++) {
                MessageFields fields = random.message();
                if (selector.matches(fields)) {
                    selected++;
                    assertEquals(equality.get().value(), Equality.key(fields.value(equality.get().identifier())),
                        () -> selector + " with " + fields);
                }
            }
        }
        assertTrue(selected > 1_000, "hardly anything tried: " + selected);
    }

    @Test
    void keys_are_equal_exactly_if_the_values_are() throws InvalidSelector {
        Object[] values = {0, 0L, (byte) 0, -0.0, 0f, 1, (short) 1, 1.0, 1f, 1.5, 1.5f, -1, 0.1, 0.1f,
            Long.MAX_VALUE, Long.MIN_VALUE, 0x1p63, -0x1p63, (1L << 53) + 1, (double) (1L << 53), 1L << 53,
            Double.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, 1e300, "1", "", true, false};
        Selector equal = Selector.parse("a = b");
        for (Object left : values) {
            for (Object right : values) {
                assertEquals(equal.matches(MessageFields.of("a", left, "b", right)), Equality.key(left).equals(Equality.key(right)),
                    () -> left + " and " + right);
            }
        }
    }

    @Test
    void what_equals_no_literal_has_the_key_of_none() {
        assertEquals(null, Equality.key(null));
        assertNotEquals(0L, Equality.key(Double.NaN));
        assertNotEquals(Long.MAX_VALUE, Equality.key(Double.POSITIVE_INFINITY));
    }

    private static void assertEquality(String identifier, Object value, String selector) throws InvalidSelector {
        assertEquals(Optional.of(new Equality(identifier, value)), Selector.parse(selector).equality(), selector);
    }
}

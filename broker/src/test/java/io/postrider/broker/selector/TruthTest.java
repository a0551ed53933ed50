package io.postrider.broker.selector;

import static io.postrider.broker.selector.Truth.FALSE;
import static io.postrider.broker.selector.Truth.TRUE;
import static io.postrider.broker.selector.Truth.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tables of section 3.8.1.2, on the logic itself and through selectors. */
@Timeout(10)
class TruthTest {

    private static final Truth[] ORDER = {TRUE, FALSE, UNKNOWN};

    private static final Truth[][] AND = {
        {TRUE, FALSE, UNKNOWN},
        {FALSE, FALSE, FALSE},
        {UNKNOWN, FALSE, UNKNOWN},
    };

    private static final Truth[][] OR = {
        {TRUE, TRUE, TRUE},
        {TRUE, FALSE, UNKNOWN},
        {TRUE, UNKNOWN, UNKNOWN},
    };

    private static final Truth[] NOT = {FALSE, TRUE, UNKNOWN};

    private static final MessageFields MESSAGE = MessageFields.of("t", true, "f", false);
    private static final String[] PROPERTY = {"t", "f", "u"};

    @Test
    void and_follows_its_table() throws InvalidSelector {
        for (int left = 0; left < ORDER.length; left++) {
            for (int right = 0; right < ORDER.length; right++) {
                assertEquals(AND[left][right], ORDER[left].and(ORDER[right]));
                String selector = PROPERTY[left] + " AND " + PROPERTY[right];
                assertEquals(AND[left][right], MESSAGE.truthOf(selector), selector);
            }
        }
    }

    @Test
    void or_follows_its_table() throws InvalidSelector {
        for (int left = 0; left < ORDER.length; left++) {
            for (int right = 0; right < ORDER.length; right++) {
                assertEquals(OR[left][right], ORDER[left].or(ORDER[right]));
                String selector = PROPERTY[left] + " OR " + PROPERTY[right];
                assertEquals(OR[left][right], MESSAGE.truthOf(selector), selector);
            }
        }
    }

    @Test
    void not_follows_its_table() throws InvalidSelector {
        for (int operand = 0; operand < ORDER.length; operand++) {
            assertEquals(NOT[operand], ORDER[operand].not());
            assertEquals(NOT[operand], MESSAGE.truthOf("NOT " + PROPERTY[operand]));
        }
    }

    @Test
    void longer_chains_combine_all_their_terms() throws InvalidSelector {
        for (int one = 0; one < ORDER.length; one++) {
            for (int two = 0; two < ORDER.length; two++) {
                for (int three = 0; three < ORDER.length; three++) {
                    Truth and = ORDER[one].and(ORDER[two]).and(ORDER[three]);
                    Truth or = ORDER[one].or(ORDER[two]).or(ORDER[three]);
                    assertEquals(and, MESSAGE.truthOf(String.join(" AND ", PROPERTY[one], PROPERTY[two], PROPERTY[three])));
                    assertEquals(or, MESSAGE.truthOf(String.join(" OR ", PROPERTY[one], PROPERTY[two], PROPERTY[three])));
                }
            }
        }
    }
}

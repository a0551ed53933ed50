package io.postrider.broker.selector;

import static io.postrider.broker.selector.Truth.FALSE;
import static io.postrider.broker.selector.Truth.TRUE;
import static io.postrider.broker.selector.Truth.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SelectorTest {

    private static final String LONGEST_IDENTIFIER = "x".repeat(60_000);

    private static final MessageFields MESSAGE = MessageFields.of(
        "JMSType", "car", "JMSPriority", 4, "JMSDeliveryMode", "PERSISTENT", "JMSTimestamp", 1_700_000_000_000L,
        "JMSXGroupID", "g", "JMS_Postrider_x", 1,
        "t", true, "f", false,
        "byte", (byte) 5, "short", (short) 5, "int", 5, "long", 5L, "float", 5f, "double", 5.0,
        "tenth", 0.1f, "half", 0.5, "nan", Double.NaN, "infinite", Double.POSITIVE_INFINITY, "negativeZero", -0.0,
        "min", Long.MIN_VALUE, "max", Long.MAX_VALUE, "odd", (1L << 53) + 1, "even", (double) (1L << 53), "maxInt", Integer.MAX_VALUE,
        "s", "abc", "two", "2", "empty", "", "quote", "literal's", "$myProp", 1, "_myProp", 2, "größe", 3, "emoji", "a\uD83D\uDE00b",
        "case", 1, "CASE", 2, "percent", "100%", "under", "_foo", "lines", "a\nb", "is1", 1, "ıs", 1, LONGEST_IDENTIFIER, 1);

    @Test
    void comparisons_follow_their_operators() throws InvalidSelector {
        expect(TRUE, "int = 5", "int <> 6", "int < 6", "int <= 5", "int > 4", "int >= 5", "5 = int", "6 > int");
        expect(FALSE, "int = 6", "int <> 5", "int < 5", "int <= 4", "int > 5", "int >= 6");
        expect(TRUE, "s = 'abc'", "s <> 'abd'", "t = TRUE", "t <> FALSE", "f = false", "quote = 'literal''s'", "empty = ''");
        expect(FALSE, "s = 'ABC'", "s <> 'abc'", "t = FALSE", "t <> TRUE", "s = 'abc '");
        expect(TRUE, "1 = 1", "'a' = 'a'", "'a' <> 'b'", "TRUE = TRUE", "1 < 1.5", "(int = 5) = TRUE", "t = (int = 5)");
    }

    @Test
    void a_missing_value_makes_every_operation_unknown() throws InvalidSelector {
        expect(UNKNOWN, "missing", "NOT missing", "missing = 1", "missing <> 1", "missing < 1", "missing = missing", "int = missing",
            "missing <> 'x'", "missing = TRUE", "missing + 1 = 2", "-missing = 1", "+missing = 1", "1 * missing <> 0",
            "missing BETWEEN 1 AND 2", "missing NOT BETWEEN 1 AND 2", "int BETWEEN missing AND 9", "int NOT BETWEEN missing AND 9",
            "missing IN ('a')", "missing NOT IN ('a')", "missing LIKE '%'", "missing NOT LIKE '%'",
            "NOT (missing = 1)", "NOT (missing IN ('a'))", "NOT (missing LIKE 'a')", "(missing = 1) = TRUE");
    }

    @Test
    void one_known_bound_can_decide_between() throws InvalidSelector {
        expect(FALSE, "int BETWEEN 6 AND missing", "int BETWEEN missing AND 4");
        expect(TRUE, "int NOT BETWEEN 6 AND missing", "int NOT BETWEEN missing AND 4");
    }

    @Test
    void only_is_null_sees_a_missing_value() throws InvalidSelector {
        expect(TRUE, "missing IS NULL", "int IS NOT NULL", "empty IS NOT NULL", "NOT (missing IS NOT NULL)", "JMSCorrelationID IS NULL");
        expect(FALSE, "int IS NULL", "missing IS NOT NULL", "f IS NULL");
    }

    @Test
    void values_of_unlike_types_compare_as_false_with_every_operator() throws InvalidSelector {
        expect(FALSE, "two = 2", "two <> 2", "two > 1", "two < 3", "s = TRUE", "s <> TRUE", "t = 'true'", "t <> 'true'",
            "t = 1", "int = 'abc'", "int <> s", "s = int", "t > f", "s > two", "s >= s", "t <= t", "int < s");
        expect(TRUE, "NOT (two = 2)", "NOT (two <> 2)", "NOT (two > 1)");
    }

    @Test
    void operators_on_a_value_of_an_unlike_type_are_false_and_so_is_their_not_form() throws InvalidSelector {
        expect(FALSE, "two BETWEEN 1 AND 3", "two NOT BETWEEN 1 AND 3", "s BETWEEN 1 AND 3", "int IN ('5')", "int NOT IN ('5')",
            "t NOT IN ('5')", "int LIKE '5'", "int NOT LIKE '6'", "t LIKE '%'");
    }

    @Test
    void numbers_of_all_types_compare_with_each_other() throws InvalidSelector {
        for (String one : new String[] {"byte", "short", "int", "long", "float", "double", "5", "5L", "5.0", "5f"}) {
            for (String other : new String[] {"byte", "short", "int", "long", "float", "double", "05", "0x5", "5e0", "5.d"}) {
                expect(TRUE, one + " = " + other, one + " <= " + other, one + " < " + other + " + 1");
                expect(FALSE, one + " <> " + other, one + " > " + other);
            }
        }
    }

    @Test
    void exact_and_approximate_numbers_compare_by_their_values() throws InvalidSelector {
        expect(TRUE, "odd > even", "odd <> even", "even < odd", "odd = 9007199254740993", "even = 9007199254740992",
            "max < 9223372036854775808.0", "min = -9223372036854775808.0", "min > -1e19", "max < infinite",
            "tenth <> 0.1", "tenth = 0.1f", "tenth > 0.1", "half = 0.5f", "negativeZero = 0", "0 = negativeZero", "int > 4.99");
        expect(FALSE, "odd = even", "odd = 9007199254740992.0", "max = 9223372036854775807.0", "negativeZero < 0");
        expect(FALSE, "nan = nan", "nan = 1", "nan < 1", "nan > 1", "nan BETWEEN 0 AND 2", "1 < nan");
        expect(TRUE, "nan <> nan", "nan <> 1", "1 <> nan");
    }

    @Test
    void arithmetic_has_precedence_and_goes_from_left_to_right() throws InvalidSelector {
        expect(TRUE, "1 + 2 * 3 = 7", "(1 + 2) * 3 = 9", "10 - 3 - 2 = 5", "10 - (3 - 2) = 9", "100 / 10 / 5 = 2", "100 / (10 / 5) = 50",
            "2 * 3 / 4 = 1", "7 / 2 = 3", "-7 / 2 = -3", "7 / 2.0 = 3.5", "-int + 5 = 0", "- int * - 2 = 10", "+int = 5", "-(-int) = 5",
            "- - int = 5", "-half < 0", "int-5 = 0", "int -5 = 0", "int+5=10", "-int < 0 AND +int > 0", "int * 2 + 1 > int * 2",
            "half + half = 1", "int + half = 5.5", "1 - -1 = 2", "2 * -3 = -6");
    }

    @Test
    void exact_arithmetic_wraps_in_64_bits() throws InvalidSelector {
        expect(TRUE, "max + 1 = min", "min - 1 = max", "-min = min", "min / -1 = min", "max * 2 = -2", "maxInt + 1 = 2147483648",
            "maxInt * maxInt = 4611686014132420609");
    }

    @Test
    void division_by_zero_is_unknown() throws InvalidSelector {
        expect(UNKNOWN, "int / 0 = 1", "int / (5 - long) > 0", "1.0 / 0 > 0", "int / 0.0 > 0", "int / negativeZero < 0", "0 / 0 = 0");
        expect(TRUE, "int / 0 = 1 OR t", "0 / int = 0");
    }

    @Test
    void arithmetic_on_what_is_no_number_is_unknown() throws InvalidSelector {
        expect(UNKNOWN, "two + 1 = 3", "two * 1 > 0", "-two < 0", "+two = 2", "t + 1 = 2", "NOT (s - 1 > 0)", "1 + two > 0", "+s = s");
    }

    @Test
    void between_includes_its_bounds() throws InvalidSelector {
        expect(TRUE, "int BETWEEN 5 AND 10", "int BETWEEN 1 AND 5", "int NOT BETWEEN 6 AND 10", "int BETWEEN 4.5 AND 5.5",
            "-int BETWEEN -5 AND -5", "int + 1 BETWEEN long + 1 AND 2 * 3", "int between -1 and 5 AND t", "t AND int BETWEEN 1 AND 9",
            "NOT int BETWEEN 6 AND 10", "int NOT BETWEEN 10 AND 1");
        expect(FALSE, "int BETWEEN 6 AND 10", "int NOT BETWEEN 5 AND 5", "int BETWEEN 10 AND 1");
    }

    @Test
    void in_looks_for_the_whole_string() throws InvalidSelector {
        expect(TRUE, "s IN ('x', 'abc')", "s IN ('abc')", "s NOT IN ('x', 'y')", "JMSType IN ('car','bus')", "s IN ('abc', 'abc')",
            "quote IN ('literal''s')", "empty IN ('')", "NOT s IN ('x')", "(s) IN ('abc')");
        expect(FALSE, "s IN ('ABC')", "s IN ('ab')", "s NOT IN ('abc')");
    }

    @Test
    void like_matches_the_whole_string() throws InvalidSelector {
        expect(TRUE, "s LIKE 'abc'", "s LIKE 'a%'", "s LIKE '%c'", "s LIKE '%b%'", "s LIKE 'a_c'", "s LIKE '___'", "s LIKE '%'",
            "empty LIKE '%'", "empty LIKE ''", "s NOT LIKE 'b%'", "percent LIKE '%!%' ESCAPE '!'", "under LIKE '\\_%' ESCAPE '\\'", "lines LIKE 'a_b'",
            "lines LIKE 'a%b'", "emoji LIKE 'a_b'", "quote LIKE '%''s'", "s LIKE 'abc' ESCAPE 'z'", "NOT s LIKE 'x'");
        expect(FALSE, "s LIKE 'ab'", "s LIKE 'ABC'", "s LIKE '____'", "s LIKE ''", "s NOT LIKE '%'", "percent LIKE '!%' ESCAPE '!'",
            "emoji LIKE 'a__b'", "s LIKE 'a.c'", "s LIKE '.*'");
    }

    @Test
    void not_binds_tighter_than_and_which_binds_tighter_than_or() throws InvalidSelector {
        expect(TRUE, "t OR t AND f", "NOT f AND t", "NOT (t AND f)", "NOT NOT t", "NOT f OR t", "NOT int = 6", "f AND f OR t");
        expect(FALSE, "NOT t AND f", "(t OR t) AND f", "NOT t OR f", "NOT (t OR f)", "f AND (f OR t)");
    }

    @Test
    void a_boolean_stands_alone_and_other_values_in_its_place_are_unknown() throws InvalidSelector {
        expect(TRUE, "t", "(t)", "t AND int = 5", "TRUE", "true OR f", "((TRUE))", "t OR missing");
        expect(FALSE, "f", "FALSE", "f AND missing");
        expect(UNKNOWN, "s", "int", "NOT s", "NOT int", "NOT NOT s", "s OR f", "two AND t");
    }

    @Test
    void keywords_are_of_any_case_and_identifiers_of_their_own() throws InvalidSelector {
        expect(TRUE, "missing is null and s like 'aG%c' escape 'x' Or t", "s In ('abc') aNd int bEtWeen 1 anD 9", "case = 1 AND CASE = 2",
            "not f", "tRuE", "is1 = 1", "ıs = 1");
        expect(UNKNOWN, "Case = 1", "INT = 5", "jmsPriority = 4");
    }

    @Test
    void identifiers_are_java_identifiers_of_any_length() throws InvalidSelector {
        expect(TRUE, "$myProp = 1", "_myProp=2", "größe = 3", LONGEST_IDENTIFIER + " = 1");
        expect(UNKNOWN, "€ = 1", "NULLs = 1", "NOT1 = 1", "\uD801\uDC00x = 1");
    }

    @Test
    void header_fields_and_reserved_properties_may_be_named() throws InvalidSelector {
        expect(TRUE, "JMSType = 'car'", "JMSPriority > 3", "JMSDeliveryMode = 'PERSISTENT'", "JMSDeliveryMode <> 'NON_PERSISTENT'",
            "JMSTimestamp >= 1700000000000", "JMSMessageID IS NULL", "JMSXGroupID = 'g'", "JMS_Postrider_x = 1",
            "JMSXDeliveryCount IS NULL", "JMSType = 'car' AND missing IS NULL");
        expect(FALSE, "JMSDeliveryMode = 2");
    }

    @Test
    void exact_literals_have_java_syntax_in_the_range_of_long() throws InvalidSelector {
        expect(TRUE, "29 = 035", "29 = 0x1d", "29 = 0X1D", "29 = 0b11101", "1000000 = 1_000_000", "5L = 5l", "0 = 00", "8 = 0_10",
            "min = -9223372036854775808", "min = - 9223372036854775808L", "max = 9223372036854775807L", "max = 0x7fffffffffffffff",
            "min = 0x8000000000000000", "-1 = 0xFFFFFFFFFFFFFFFF", "4294967295 = 0xFFFFFFFF", "-29 = -035", "-29 = -0x1D", "+62 = 62",
            "min = -0x8000000000000000", "min = 01000000000000000000000L", "max / 2 > 4611686018427387902");
    }

    @Test
    void approximate_literals_have_java_syntax_in_the_range_of_double() throws InvalidSelector {
        expect(TRUE, "7000 = 7E3", "-57900 = -57.9E3", "7000 = 7000.", "7000 = .7e4", "95.7 = 957e-1", "7 = 7d", "7 = 7F", "0.5 = .5D",
            "1.5 = 0x1.8p0", "16 = 0x1p4", "3 = 0x.Cp2f", "12.5 = 1_2.5_0", "9.5 = 09.5", "1e308 > 1e307", "0.0 = 0e5", "0x0p5 = 0.0f",
            "4.9e-324 > 0", "10 = 1.e1", "+6.2 > 6", "0 = -0.0");
    }

    @Test
    void white_space_is_what_java_takes_for_it() throws InvalidSelector {
        expect(TRUE, "JMSType\t=\t'car'", "JMSType\f=\f'car'", "JMSType\n= \r\n'car'", "  t  ", "s='abc'", "int=5AND t", "int>4",
            "s IN('abc')AND(t)", "NOT(f)");
    }

    @Test
    void the_longest_token_wins_as_in_java() throws InvalidSelector {
        expect(TRUE, "int>-5", "int>=5", "int<=5", "int<>6", "int=5and t", "1d=1AND t");
    }

    @Test
    void a_selector_keeps_its_text() throws InvalidSelector {
        Selector selector = Selector.parse(" int  = 5 ");
        assertEquals(" int  = 5 ", selector.text());
        assertEquals(selector.text(), selector.toString());
        assertTrue(selector.matches(MESSAGE));
        assertFalse(selector.matches(name -> null));
    }

    @Test
    void null_is_the_callers_mistake() {
        assertThrows(NullPointerException.class, () -> Selector.parse(null));
    }

    private static void expect(Truth expected, String... selectors) throws InvalidSelector {
        for (String selector : selectors) {
            assertEquals(expected, MESSAGE.truthOf(selector), selector);
        }
    }
}

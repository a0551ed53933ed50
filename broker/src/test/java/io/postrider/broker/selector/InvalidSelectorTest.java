package io.postrider.broker.selector;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class InvalidSelectorTest {

    @Test
    void an_incomplete_selector_is_refused_at_its_end() {
        refused("", 1, "the end of the selector", "an identifier, a literal");
        refused("   ", 4, "the end of the selector", "an identifier, a literal");
        refused("a =", 4, "the end of the selector", "an identifier, a literal");
        refused("a AND", 6, "the end of the selector", "an identifier, a literal");
        refused("NOT", 4, "the end of the selector", "an identifier, a literal");
        refused("(a", 3, "the end of the selector", "')'");
        refused("a BETWEEN 1", 12, "the end of the selector", "AND between the bounds");
        refused("a IS", 5, "the end of the selector", "NULL or NOT NULL");
        refused("a IN ('x'", 10, "the end of the selector", "',' or ')'");
        refused("a LIKE 'x' ESCAPE", 18, "the end of the selector", "a string of one character");
        refused("-", 2, "the end of the selector", "an identifier, a literal");
    }

    @Test
    void a_token_out_of_place_is_refused_where_it_stands() {
        refused("a b", 3, "identifier b", "an operator or the end");
        refused("a = 1 b = 2", 7, "identifier b", "an operator or the end");
        refused("a = 1)", 6, "')'", "the end of the selector");
        refused("(a = 1 b", 8, "identifier b", "an operator or ')'");
        refused("a = = 1", 5, "'='", "an identifier, a literal");
        refused("a == 1", 4, "'='", "an identifier, a literal");
        refused("a < b < c", 7, "'<'", "an operator or the end");
        refused("()", 2, "')'", "an identifier, a literal");
        refused("AND a", 1, "AND", "an identifier, a literal");
        refused("a OR OR b", 6, "OR", "an identifier, a literal");
        refused("a = NOT b", 5, "NOT", "an identifier, a literal");
        refused("a NOT = 1", 7, "'='", "BETWEEN, IN or LIKE");
        refused("a * * b = 1", 5, "'*'", "an identifier, a literal");
        refused("a, b", 2, "','", "an operator or the end");
        refused("a IS 1", 6, "number 1", "NULL or NOT NULL");
        refused("a IS NOT TRUE", 10, "TRUE", "NULL");
        refused("a BETWEEN 1 OR 2", 13, "OR", "AND between the bounds");
        refused("5abc = 1", 2, "identifier abc", "an operator or the end");
    }

    @Test
    void keywords_are_no_identifiers() {
        for (String keyword : new String[] {"NULL", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE", "null", "Between", "escape"}) {
            refused(keyword + " = 0", 1, keyword, "an identifier, a literal");
            refused("0 = " + keyword, 5, keyword, "an identifier, a literal");
        }
        refused("NOT = 0", 5, "'='", "an identifier, a literal");
        refused("TRUE = 0", 8, "a number", "a boolean");
        refused("false = 0", 9, "a number", "a boolean");
    }

    @Test
    void unlike_types_that_the_text_shows_are_refused() {
        refused("3 = 'x'", 5, "a string", "a number");
        refused("'x' <> 3", 8, "a number", "a string");
        refused("(a = 1) = 'x'", 11, "a string", "a boolean");
        refused("a + 1 = 'x'", 9, "a string", "a number");
        refused("'x' = -a", 7, "a number", "a string");
        refused("a > 'foo'", 5, "a string", "a number (> compares numbers only)");
        refused("a >= 'foo'", 6, "a string", "a number (>= compares");
        refused("a < 'foo'", 5, "a string", "a number (< compares");
        refused("a <= 'foo'", 6, "a string", "a number (<= compares");
        refused("'foo' > a", 1, "a string", "a number");
        refused("'a' > 'b'", 1, "a string", "a number");
        refused("'foo' > TRUE ", 1, "a string", "a number");
        refused("a > TRUE", 5, "a boolean", "a number");
        refused("TRUE > 1", 1, "a boolean", "a number");
        refused("a < (b = 1)", 5, "a boolean", "a number");
    }

    @Test
    void arithmetic_takes_numbers_only() {
        refused("'a' + 1 = 2", 1, "a string", "a number (operand of");
        refused("1 + 'a' = 2", 5, "a string", "a number (operand of +)");
        refused("a * TRUE = 2", 5, "a boolean", "a number (operand of *)");
        refused("-'a' = 2", 2, "a string", "a number (operand of -)");
        refused("+TRUE", 2, "a boolean", "a number (operand of +)");
        refused("(a = 1) / 2 = 1", 1, "a boolean", "a number");
        refused("a BETWEEN 'foo' AND 'test'", 11, "a string", "a number (BETWEEN");
        refused("a BETWEEN 1 AND 'test'", 17, "a string", "a number (BETWEEN");
        refused("'a' BETWEEN 1 AND 2", 1, "a string", "a number (BETWEEN");
        refused("a NOT BETWEEN TRUE AND 2", 15, "a boolean", "a number (BETWEEN");
    }

    @Test
    void what_is_no_condition_cannot_stand_for_one() {
        refused("5", 1, "a number", "a condition");
        refused("'a'", 1, "a string", "a condition");
        refused("a + 1", 1, "a number", "a condition");
        refused("a AND 5", 7, "a number", "a condition");
        refused("'x' OR a", 1, "a string", "a condition");
        refused("a OR b AND (c OR 'x')", 18, "a string", "a condition");
        refused("NOT 1", 5, "a number", "a condition");
        refused("a = 1 AND -b", 11, "a number", "a condition");
    }

    @Test
    void in_like_and_is_null_take_an_identifier_and_string_literals() {
        refused("'a' IN ('a')", 1, "a string", "an identifier before IN");
        refused("a + 1 IN ('a')", 1, "a number", "an identifier before IN");
        refused("a IN 'x'", 6, "string 'x'", "'(' after IN");
        refused("a IN ()", 7, "')'", "a string literal");
        refused("a NOT IN (1,2,3)", 11, "number 1", "a string literal");
        refused("a IN ('x', b)", 12, "identifier b", "a string literal");
        refused("a IN ('x',)", 11, "')'", "a string literal");
        refused("a IN ('x' 'y')", 11, "string 'y'", "',' or ')'");
        refused("a LIKE 7", 8, "number 7", "a string literal");
        refused("a LIKE b", 8, "identifier b", "a string literal");
        refused("7 LIKE 'a'", 1, "a number", "an identifier before LIKE");
        refused("(a = 1) LIKE 'a'", 1, "a boolean", "an identifier before LIKE");
        refused("5 IS NULL", 1, "a number", "an identifier before IS NULL");
        refused("'a' IS NOT NULL", 1, "a string", "an identifier before IS NULL");
    }

    @Test
    void an_escape_is_one_character_before_one_that_needs_it() {
        refused("a LIKE 'x' ESCAPE 'ab'", 19, "string 'ab'", "one character");
        refused("a LIKE 'x' ESCAPE ''", 19, "string ''", "one character");
        refused("a LIKE 'x' ESCAPE b", 19, "identifier b", "one character");
        refused("a LIKE 'x!y' ESCAPE '!'", 8, "string 'x!y'", "'_', '%' or itself");
        refused("a LIKE 'x!' ESCAPE '!'", 8, "string 'x!'", "'_', '%' or itself");
        assertDoesNotThrow(() -> Selector.parse("a LIKE 'x!!!_!%' ESCAPE '!'"));
        assertDoesNotThrow(() -> Selector.parse("a LIKE '''%' ESCAPE ''''"));
        assertDoesNotThrow(() -> Selector.parse("a LIKE 'x' ESCAPE '\uD83D\uDE00'"));
    }

    @Test
    void characters_without_a_meaning_are_refused_with_what_was_probably_meant() {
        refused("a = \"x\"", 5, "'\"'", "single quotes");
        refused("a != 1", 3, "'!'", "<> for not equal");
        refused("a = 1 && b", 7, "'&'", "AND");
        refused("a || b", 3, "'|'", "OR");
        refused("a = #", 5, "'#'", "a literal");
        refused("a\u00A0= 1", 2, "character U+00A0", "an operator");
        refused("a\u000B= 1", 2, "character U+000B", "an operator");
        refused(". = 1", 1, "'.'", "an identifier");
        refused("a.b = 1", 2, "'.'", "an identifier");
        refused("a = \uD83D\uDE00", 5, "character U+1F600", "a literal");
        refused("a = 'x", 5, "a string without end", "a closing single quote");
        refused("a = 'x''", 5, "a string without end", "a closing single quote");
    }

    @Test
    void comments_are_not_supported() {
        refused("a = 1 --b", 7, "'--'", "no SQL comment");
        refused("a /* b */ = 1", 3, "'/*'", "no SQL comment");
        refused("a = 1--1", 6, "'--'", "no SQL comment");
        assertDoesNotThrow(() -> Selector.parse("a = 1 - -1"));
        assertDoesNotThrow(() -> Selector.parse("a = '--/*'"));
    }

    @Test
    void numbers_outside_java_syntax_or_range_are_refused() {
        refused("a = 9223372036854775808", 5, "number 9223372036854775808", "range of long");
        refused("a = -9223372036854775809", 6, "number 9223372036854775809", "range of long");
        refused("a = 1 - 9223372036854775808", 9, "number 9223372036854775808", "range of long");
        refused("a = 0x10000000000000000", 5, "number 0x10000000000000000", "range of long");
        refused("a = 02000000000000000000000", 5, "number 02000000000000000000000", "range of long");
        refused("a = 09", 5, "number 09", "octal digits");
        refused("a = -018L", 6, "number 018L", "octal digits");
        refused("a = 1e309", 5, "number 1e309", "range of double");
        refused("a = 1e39f", 5, "number 1e39f", "range of float");
        refused("a = 1e-400", 5, "number 1e-400", "range of double");
        refused("a = 0x1p-1080", 5, "number 0x1p-1080", "range of double");
        refused("a = 0x", 6, "identifier x", "an operator or the end");
        refused("a = 0b2", 6, "identifier b2", "an operator or the end");
        refused("a = 1_", 6, "identifier _", "an operator or the end");
        refused("a = 1e", 6, "identifier e", "an operator or the end");
        refused("a = 0xdAND b", 9, "identifier ND", "an operator or the end");
        refused("a = 1.2.3", 8, "number .3", "an operator or the end");
        refused("a = 0x1.8", 8, "number .8", "an operator or the end");
        refused("a = " + "9".repeat(60_000), 5, "number 999", "range of long");
    }

    @Test
    void header_fields_that_selectors_may_not_see_are_refused_by_name() {
        for (String name : new String[] {"JMSDestination", "JMSReplyTo", "JMSExpiration", "JMSRedelivered", "JMSDeliveryTime"}) {
            refused("a = 1 AND " + name + " IS NULL", 11, "header field " + name, "JMSCorrelationID");
        }
        refused("JMSPriorty > 4", 1, "identifier JMSPriorty", "JMSPriority");
        refused("JMS = 4", 1, "identifier JMS", "does not begin with JMS");
        assertDoesNotThrow(() -> Selector.parse("jmsDestination = 'x' AND JMSXAnything = 1 AND JMS_ = 2"));
    }

    @Test
    void nesting_is_bounded_at_100_levels() {
        assertDoesNotThrow(() -> Selector.parse("(".repeat(100) + "a" + ")".repeat(100)));
        assertDoesNotThrow(() -> Selector.parse("NOT ".repeat(100) + "a"));
        assertDoesNotThrow(() -> Selector.parse("- ".repeat(100) + "a = 1"));
        refused("(".repeat(101) + "a" + ")".repeat(101), 101, "'(' at level 101", "at most 100");
        refused("NOT ".repeat(101) + "a", 401, "NOT at level 101", "at most 100");
        refused("- ".repeat(101) + "a = 1", 201, "'-' at level 101", "at most 100");
        refused("NOT ( - ( ".repeat(6_000), 251, "NOT at level 101", "at most 100");
    }

    @Test
    void length_is_bounded_at_64_ki_characters() {
        String longest = "a = '" + "x".repeat(65_536 - 6) + "'";
        assertDoesNotThrow(() -> Selector.parse(longest));
        refused(longest + " ", 65_537, "a selector of 65537 characters", "at most 65536");
    }

    @Test
    void operands_and_operators_are_bounded_but_not_the_strings_of_in() {
        assertDoesNotThrow(() -> Selector.parse("a=1" + " OR a=1".repeat(1_300)));
        InvalidSelector tooMany = refused("a=1" + " OR a=1".repeat(1_400));
        assertTrue(tooMany.getMessage().contains("more than 4096 operands and operators"), tooMany.getMessage());
        assertTrue(refused("a" + "+1".repeat(20_000) + "=1").getMessage().contains("more than 4096"));
        assertDoesNotThrow(() -> Selector.parse("a IN ('x'" + ",'x'".repeat(10_000) + ")"));
    }

    @Test
    void a_pattern_is_bounded_at_1024_elements() {
        assertDoesNotThrow(() -> Selector.parse("a LIKE '" + "x%".repeat(1_024) + "'"));
        refused("a LIKE '" + "_".repeat(1_025) + "'", 8, "a pattern of 1025 characters", "at most 1024");
    }

    @Test
    void the_message_quotes_no_more_than_a_little_of_the_text() {
        String name = "\uD83D\uDE00".repeat(30_000);
        assertTrue(refused("a '" + name + "'").getMessage().length() < 200);
        assertTrue(refused("a b" + "c".repeat(60_000)).getMessage().length() < 200);
    }

    private static void refused(String selector, int position, String found, String expected) {
        InvalidSelector invalid = refused(selector);
        assertAll(shortened(selector) + " -> " + invalid.getMessage(),
            () -> assertEquals(position, invalid.position()),
            () -> assertTrue(invalid.getMessage().startsWith("at position " + position + ": found " + found), "found " + found),
            () -> assertTrue(invalid.getMessage().substring(invalid.getMessage().indexOf(", expected ")).contains(expected),
                "expected " + expected));
    }

    private static InvalidSelector refused(String selector) {
        return assertThrows(InvalidSelector.class, () -> Selector.parse(selector),
            () -> shortened(selector));
    }

    private static String shortened(String selector) {
        return selector.length() > 200 ? selector.substring(0, 200) + "..." : selector;
    }
}

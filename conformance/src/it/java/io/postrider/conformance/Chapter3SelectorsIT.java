package io.postrider.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 3.8: one message with known properties, and which selectors choose it. In the tables T, F and U are true, false and unknown. */
class Chapter3SelectorsIT extends Rules {
    private static final String TRUE = "t";
    private static final String FALSE = "f";
    private static final String UNKNOWN = "missing = 1";

    @Section("3.8.1.2")
    @ParameterizedTest
    @CsvSource({"T,T,T", "T,F,F", "T,U,U", "F,T,F", "F,F,F", "F,U,F", "U,T,U", "U,F,F", "U,U,U"})
    void and_of_three_values(String left, String right, String result) throws JMSException {
        assertTruth(result, term(left) + " AND " + term(right));
    }

    @Section("3.8.1.2")
    @ParameterizedTest
    @CsvSource({"T,T,T", "T,F,T", "T,U,T", "F,T,T", "F,F,F", "F,U,U", "U,T,T", "U,F,U", "U,U,U"})
    void or_of_three_values(String left, String right, String result) throws JMSException {
        assertTruth(result, term(left) + " OR " + term(right));
    }

    @Section("3.8.1.2")
    @ParameterizedTest
    @CsvSource({"T,F", "F,T", "U,U"})
    void not_of_three_values(String operand, String result) throws JMSException {
        assertTruth(result, "NOT (" + term(operand) + ")");
    }

    @Section("3.8.1.2")
    @ParameterizedTest
    @ValueSource(strings = {"missing = 1", "missing <> 1", "missing > 1", "missing + 1 = 2", "missing BETWEEN 1 AND 2", "missing NOT BETWEEN 1 AND 2",
        "missing IN ('a')", "missing NOT IN ('a')", "missing LIKE 'a'", "missing NOT LIKE 'a'", "missing", "i BETWEEN missing AND 9", "-missing = 1"})
    void what_tests_a_missing_property_is_unknown(String condition) throws JMSException {
        assertTruth("U", condition);
    }

    @Section("3.8.1.1")
    @ParameterizedTest
    @ValueSource(strings = {"i = 7", "i <> 8", "i > 6", "i >= 7", "i < 8", "i <= 7", "i = 7.0", "d = 2.5", "d > 2", "l = 7000000000",
        "i + 1 = 8", "i - 1 = 6", "i * 2 = 14", "i / 2.0 > 3", "1 + 2 * 3 = i", "(1 + 2) * 3 = 9", "-i = -7", "+i = 7", "i BETWEEN 7 AND 7",
        "i NOT BETWEEN 8 AND 9", "i BETWEEN 6.5 AND 7.5", "d = 25E-1"})
    void numbers_are_compared_by_value(String condition) throws JMSException {
        assertTruth("T", condition);
    }

    @Section("3.8.1.1")
    @ParameterizedTest
    @ValueSource(strings = {"s = 'seven'", "s <> 'Seven'", "quote = 'it''s'", "s IN ('six', 'seven')", "s NOT IN ('six')", "S IS NULL", "s IS NOT NULL",
        "missing IS NULL", "s LIKE 'se%'", "s LIKE '%'", "s LIKE 's_v_n'", "s NOT LIKE 'se_'", "under LIKE '\\_%' ESCAPE '\\'",
        "percent LIKE '50!%' ESCAPE '!'", "s NOT LIKE '\\_%' ESCAPE '\\'", "t = TRUE", "f = false", "t <> FALSE", "nOt f aNd t", "t oR f"})
    void strings_booleans_and_keywords(String condition) throws JMSException {
        assertTruth("T", condition);
    }

    @Section("3.8.1.1")
    @ParameterizedTest
    @ValueSource(strings = {"s = 7", "digits = 7", "s <> 7", "i = '7'", "t = 'true'", "t = 1"})
    void values_of_unlike_types_do_not_match(String condition) throws JMSException {
        assertEquals(0, chosen(condition));
    }

    @Section("3.8.1.1")
    @ParameterizedTest
    @CsvSource({"t OR t AND f, T", "(t OR t) AND f, F", "NOT f AND f, F", "NOT (f AND f), T", "NOT i = 8, T", "i = 7 AND NOT s = 'x', T"})
    void not_binds_closer_than_and_and_that_closer_than_or(String condition, String result) throws JMSException {
        assertTruth(result, condition);
    }

    @Section("3.8.1.1")
    @ParameterizedTest
    @ValueSource(strings = {"JMSPriority = 6", "JMSDeliveryMode = 'PERSISTENT'", "JMSDeliveryMode <> 'NON_PERSISTENT'", "JMSType = 'kind'",
        "JMSCorrelationID = 'corr'", "JMSMessageID LIKE 'ID:%'", "JMSTimestamp > 0"})
    void headers_that_may_be_selected_by(String condition) throws JMSException {
        assertTruth("T", condition);
    }

    @Section("3.8.1.1")
    @ParameterizedTest
    @ValueSource(strings = {"i =", "= 7", "i == 7", "i BETWEEN 1", "s LIKE 7", "s LIKE 'a' ESCAPE 'ab'", "s IN ()", "(i = 7", "i = 7)", "NULL = i", "i IS 7",
        "s = 'open", "AND t", "true = 'x' AND", "1i = 7", "i IN (7 8)", "s NOT 'x'"})
    void a_wrong_selector_is_refused_when_it_is_given(String selector) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        assertThrows(InvalidSelectorException.class, () -> session.createConsumer(queue, selector));
        assertThrows(InvalidSelectorException.class, () -> session.createBrowser(queue, selector));
    }

    @Section("3.8.1.3")
    @ParameterizedTest
    @ValueSource(strings = {"i = 7 -- a comment", "i = 7 /* comment */", "/* comment */ i = 7", "i = 7 # comment"})
    void comments_are_not_supported(String selector) throws JMSException {
        a_wrong_selector_is_refused_when_it_is_given(selector);
    }

    /** The rule has no bound; a provider may have one, at which it refuses as it does any other wrong selector, or any other call. */
    @Section("3.8.1.1")
    @ParameterizedTest
    @ValueSource(ints = {20, 1_000, 20_000})
    void a_deeply_nested_selector_works_or_is_refused_and_harms_nothing(int depth) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createTextMessage("chosen");
        message.setIntProperty("i", 7);
        session.createProducer(queue).send(message);
        List<String> selectors = new ArrayList<>(List.of("(".repeat(depth) + "i = 7" + ")".repeat(depth), "i = 7" + " AND i = 7".repeat(depth),
                "NOT (".repeat(2 * depth) + "i = 7" + ")".repeat(2 * depth), "i = " + "-(".repeat(2 * depth) + "7" + ")".repeat(2 * depth)));
        if (Provider.isOurs()) {
            // the text does not say so; in SQL-92 an operand of these is no operation of their kind but in parentheses
            selectors.addAll(List.of("NOT ".repeat(2 * depth) + "(i = 7)", "i = " + "- ".repeat(2 * depth) + "7"));
        }
        for (String selector : selectors) {
            try (QueueBrowser browser = session.createBrowser(queue, selector)) {
                assertEquals(1, Collections.list((Enumeration<?>) browser.getEnumeration()).size());
            } catch (JMSException refused) {
                assertTrue(refused instanceof InvalidSelectorException || !Provider.isOurs(), () -> "refused by " + refused);
                assertTrue(depth > 20, "refused at a depth that people write");
            }
        }
        assertEquals("chosen", text(session.createConsumer(queue)));
    }

    /** What it chooses is not defined; that messages come, and that nothing breaks, is asked. */
    @Test
    @Section("3.5.9")
    void a_selector_of_the_delivery_count_breaks_nothing() throws JMSException {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue(session);
        session.createProducer(queue).send(session.createTextMessage("counted"));
        try (var counting = session.createConsumer(queue, "JMSXDeliveryCount > 1")) {
            counting.receive(NOTHING_MS);
            session.recover();
        }
        try (var any = session.createConsumer(queue, "JMSXDeliveryCount IS NULL OR JMSXDeliveryCount > 0")) {
            Message message = any.receive(NOTHING_MS);
            if (message != null) {
                message.acknowledge();
                return;
            }
        }
        assertEquals("counted", text(session.createConsumer(queue)));
    }

    @Test
    @Section("3.8.1")
    void an_empty_or_absent_selector_chooses_everything() throws JMSException {
        assertEquals(1, chosen(""));
        assertEquals(1, chosen(null));
    }

    /** By the condition and its negation: false is what the negation makes true, unknown is what neither does. */
    private void assertTruth(String expected, String condition) throws JMSException {
        String truth = chosen(condition) == 1 ? "T" : chosen("NOT (" + condition + ")") == 1 ? "F" : "U";
        assertEquals(expected, truth, condition);
    }

    private static String term(String value) {
        return value.equals("T") ? TRUE : value.equals("F") ? FALSE : UNKNOWN;
    }

    private int chosen(String selector) throws JMSException {
        Session session = session();
        Queue queue = queue(session);
        Message message = session.createMessage();
        message.setIntProperty("i", 7);
        message.setLongProperty("l", 7_000_000_000L);
        message.setDoubleProperty("d", 2.5);
        message.setStringProperty("s", "seven");
        message.setStringProperty("digits", "7");
        message.setStringProperty("quote", "it's");
        message.setStringProperty("under", "_x");
        message.setStringProperty("percent", "50%");
        message.setBooleanProperty("t", true);
        message.setBooleanProperty("f", false);
        message.setJMSType("kind");
        message.setJMSCorrelationID("corr");
        MessageProducer producer = session.createProducer(queue);
        producer.setPriority(6);
        producer.send(message);
        try (QueueBrowser browser = session.createBrowser(queue, selector)) {
            return Collections.list((Enumeration<?>) browser.getEnumeration()).size();
        }
    }
}

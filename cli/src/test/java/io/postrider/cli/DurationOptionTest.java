package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@Timeout(20)
class DurationOptionTest {
    @ParameterizedTest
    @CsvSource({"500ms, 500", "10s, 10000", "10, 10000", "5min, 300000", "5m, 300000", "2h, 7200000", "1d, 86400000", "0, 0", "3 S, 3000"})
    void a_time_has_a_unit_or_is_in_seconds(String text, long expectedMs) {
        assertEquals(expectedMs, new DurationOption().convert(text).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1.5s", "10 years", "9999999999999"})
    void anything_else_is_refused_by_its_text(String text) {
        TypeConversionException refused = assertThrows(TypeConversionException.class, () -> new DurationOption().convert(text));
        assertTrue(refused.getMessage().startsWith("'" + text + "' is not a time"), refused.getMessage());
    }

    @Test
    void it_is_shown_as_it_was_written() {
        assertEquals("5min", new DurationOption().convert(" 5min ").toString());
    }
}

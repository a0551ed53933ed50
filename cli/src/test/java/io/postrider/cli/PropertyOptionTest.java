package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.cli.PropertyOption.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

@Timeout(20)
class PropertyOptionTest {
    @Test
    void a_property_without_a_type_is_text() {
        assertEquals(new Property("region", "EU"), property("region=EU"));
    }

    @Test
    void what_follows_the_first_equals_sign_is_the_value() {
        assertEquals(new Property("formula", "a=b"), property("formula=a=b"));
        assertEquals(new Property("nothing", ""), property("nothing="));
        assertEquals(new Property("time", "10:30"), property("time=10:30"));
    }

    @Test
    void a_type_follows_the_name() {
        assertEquals(new Property("a", true), property("a:boolean=true"));
        assertEquals(new Property("a", (byte) 5), property("a:byte=5"));
        assertEquals(new Property("a", (short) 5), property("a:short=5"));
        assertEquals(new Property("a", 5), property("a:int=5"));
        assertEquals(new Property("a", 5L), property("a:long=5"));
        assertEquals(new Property("a", 0.5f), property("a:float=0.5"));
        assertEquals(new Property("a", 0.5), property("a:double=0.5"));
        assertEquals(new Property("a", "5"), property("a:string=5"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "region | 'region' is not a property",
        "=EU | '=EU' is not a property",
        "a:int=five | 'five' is not a value of type int",
        "a:boolean=yes | 'yes' is not a value of type boolean",
        "a:date=1 | 'date' is not a type of property"})
    void what_is_wrong_is_named(String text, String expected) {
        String message = assertThrows(TypeConversionException.class, () -> property(text)).getMessage();
        assertTrue(message.startsWith(expected), message);
    }

    private static Property property(String text) {
        return new PropertyOption().convert(text);
    }
}

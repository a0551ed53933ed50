package io.postrider.transport.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of RFC 4013 section 3, and what we add to them. */
@Timeout(30)
class SaslPrepTest {
    @Test
    void whatMeansTheSameBecomesTheSame() throws SaslException {
        assertEquals("IX", SaslPrep.normalise("I\u00ADX", "user name"));
        assertEquals("user", SaslPrep.normalise("user", "user name"));
        assertEquals("USER", SaslPrep.normalise("USER", "user name"));
        assertEquals("a", SaslPrep.normalise("\u00AA", "user name"));
        assertEquals("IX", SaslPrep.normalise("\u2168", "user name"));
        assertEquals("a b", SaslPrep.normalise("a\u3000b", "user name"));
    }

    @Test
    void controlCharactersAndHalvesOfCharactersAreRefused() {
        assertRefused("\u0007", "the password has a control character, or half of a character");
        assertRefused("a\u0000b", "the password has a control character, or half of a character");
        assertRefused("\uD83D", "the password has a control character, or half of a character");
        assertRefused("\u2028", "the password has a control character, or half of a character");
    }

    @Test
    void nothingIsNoName() {
        assertRefused("", "the password is empty");
        assertRefused("\u00AD", "the password is empty");
    }

    private static void assertRefused(String value, String sentence) {
        SaslException refused = assertThrows(SaslException.class, () -> SaslPrep.normalise(value, "password"));
        assertEquals(sentence, refused.getMessage());
        assertFalse(refused.getMessage().contains(value) && !value.isEmpty());
    }
}

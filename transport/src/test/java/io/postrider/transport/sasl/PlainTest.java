package io.postrider.transport.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

@Timeout(30)
class PlainTest {
    @Test
    void theMessageIsNamesAndPasswordBehindNulBytes() throws SaslException {
        byte[] wire = {0, 't', 'i', 'm', 0, 'p', 'w'};
        assertArrayEquals(wire, Plain.of("tim", "pw").encode());
        assertEquals(Plain.of("tim", "pw"), Plain.decode(wire));
        assertEquals(Plain.of("tim", "pw"), Plain.decode("tim\u0000tim\u0000pw".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bothSidesNormalise() throws SaslException {
        assertEquals("caf\u00E9", Plain.decode("\u0000cafe\u0301\u0000x".getBytes(StandardCharsets.UTF_8)).user());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "tim\u0000pw", "\u0000tim\u0000top-secret\u0000", "root\u0000tim\u0000top-secret", "\u0000\u0000top-secret", "\u0000tim\u0000",
            "\u0000tim\u0000top-secret\n"})
    void aMessageThatIsNoneIsRefusedWithoutThePassword(String message) {
        SaslException refused = assertThrows(SaslException.class, () -> Plain.decode(message.getBytes(StandardCharsets.UTF_8)));
        assertFalse(refused.getMessage().contains("top-secret"));
    }

    @Test
    void bytesThatAreNotUtf8AndTooManyAreRefused() {
        assertThrows(SaslException.class, () -> Plain.decode(new byte[] {0, 'a', 0, (byte) 0xFF}));
        assertThrows(SaslException.class, () -> Plain.decode(new byte[5_000]));
    }

    @Test
    void thePasswordIsNotShown() throws SaslException {
        assertEquals("Plain[tim]", Plain.of("tim", "top-secret").toString());
    }
}

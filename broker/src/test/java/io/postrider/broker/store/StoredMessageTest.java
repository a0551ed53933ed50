package io.postrider.broker.store;

import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(30)
class StoredMessageTest {
    private static final byte[] KEY = Keys.message(5, 4, 77);

    @Test
    void aMessageReadsBackAsItself() {
        StoredMessage read = StoredMessage.read(KEY, value(Samples.message(77, "hello")));
        assertEquals(77, read.accepted());
        assertEquals("client", read.clientId());
        assertEquals(5, read.destination());
        assertEquals(4, read.priority());
        assertTrue(read.persistent());
        assertEquals(0, read.body());
        assertEquals("hello", Samples.text(read));
        assertEquals(Samples.header(), read.message().header());
    }

    @Test
    void aMessageOfNobodyReadsBackWithoutClientId() {
        StoredMessage message = new StoredMessage(1, 2, 3, null, 4, 0, false, 0, Samples.wire(new byte[0]));
        StoredMessage read = StoredMessage.read(KEY, value(message));
        assertEquals(null, read.clientId());
        assertEquals(2, read.expiresAtMs());
        assertFalse(read.persistent());
    }

    @Test
    void aBodyByReferenceStaysApartAndCanBeJoined() {
        byte[] body = new byte[100_000];
        Arrays.fill(body, (byte) 7);
        StoredMessage read = StoredMessage.read(KEY, value(Samples.byReference(77, 9, body)));
        assertEquals(9, read.body());
        assertTrue(read.message().isBodyApart());
        assertEquals(100_000, read.message().bodyLength());
        assertArrayEquals(Samples.wire(body).header().messageId().getBytes(), read.message().withBody(body).header().messageId().getBytes());
        assertThrows(IllegalArgumentException.class, () -> read.message().withBody(new byte[99_999]));
        StoredMessage joined = new StoredMessage(77, 0, 3, null, 5, 4, true, 9, read.message().withBody(body));
        assertArrayEquals(body, Samples.bytes(joined));
        assertArrayEquals(value(Samples.byReference(77, 9, body)), value(joined), "the body is not written again");
    }

    @Test
    void anyFlippedBitIsDamage() {
        byte[] value = value(Samples.message(77, "hello"));
        for (int bit = 0; bit < value.length * 8; bit++) {
            byte[] damaged = value.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(WireFormatException.class, () -> StoredMessage.read(KEY, damaged));
        }
    }

    @Test
    void aValueUnderAnotherKeyIsDamage() {
        byte[] value = value(Samples.message(77, "hello"));
        assertThrows(WireFormatException.class, () -> StoredMessage.read(Keys.message(5, 4, 78), value));
    }

    @Test
    void aValueCutShortIsDamage() {
        byte[] value = value(Samples.message(77, "hello"));
        for (int length = 0; length < value.length; length++) {
            byte[] part = Arrays.copyOf(value, length);
            assertThrows(WireFormatException.class, () -> StoredMessage.read(KEY, part));
        }
    }

    private static byte[] value(StoredMessage message) {
        WireOutput out = new WireOutput(64);
        message.write(out, KEY);
        return out.toByteArray();
    }
}

package io.postrider.jms.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireMessage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutgoingMessageTest {
    private static final WireMessage MESSAGE = WireMessage.of(new Header(1, 1, 0, 0, 0, null, null, null), Properties.NONE, BodyKind.NONE, new byte[0]);

    private static OutgoingMessage message(long timeToLiveMs, long delayMs) {
        return new OutgoingMessage(DestinationName.queue("q"), new OutgoingMessage.DeliveryOptions(true, 4, timeToLiveMs, delayMs), MESSAGE, null, 0, failure -> { });
    }

    private static Send after(OutgoingMessage message, long waitedMs) {
        return message.frame(1, Series.PERSISTENT, 0, 0, TimeUnit.MILLISECONDS.toNanos(waitedMs));
    }

    @Test
    void what_is_left_to_live_and_to_wait_shrinks_while_it_waits_in_the_client() {
        OutgoingMessage message = message(1_000, 600);
        assertEquals(1_000, after(message, 0).timeToLiveMs());
        assertEquals(600, after(message, 0).delayMs());
        assertEquals(700, after(message, 300).timeToLiveMs());
        assertEquals(300, after(message, 300).delayMs());
        assertEquals(0, after(message, 800).delayMs());
    }

    @Test
    void what_has_expired_in_the_client_does_not_live_for_ever() {
        assertEquals(1, after(message(1_000, 0), 5_000).timeToLiveMs());
        assertEquals(0, after(message(0, 0), 5_000).timeToLiveMs());
    }

    @Test
    void either_it_departs_or_it_is_abandoned() {
        OutgoingMessage departed = message(0, 0);
        assertTrue(departed.depart());
        assertTrue(departed.depart(), "again over the next link");
        assertFalse(departed.abandon());
        OutgoingMessage abandoned = message(0, 0);
        assertTrue(abandoned.abandon());
        assertFalse(abandoned.depart());
    }

    @Test
    void a_body_is_apart_exactly_if_the_message_says_so() {
        assertThrows(IllegalArgumentException.class, () -> new OutgoingMessage(DestinationName.queue("q"),
                new OutgoingMessage.DeliveryOptions(true, 4, 0, 0), MESSAGE, new byte[1], 0, failure -> { }));
    }
}

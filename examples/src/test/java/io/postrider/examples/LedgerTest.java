package io.postrider.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.examples.Ledger.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LedgerTest {
    private final Ledger ledger = new Ledger(2);

    @Test
    void everything_sent_and_received_once_is_right() {
        ledger.sent(0);
        ledger.sent(1);
        assertFalse(ledger.isRight());
        ledger.delivered(1);
        ledger.received(1);
        ledger.delivered(0);
        ledger.received(0);
        assertTrue(ledger.isEverythingReceived());
        assertTrue(ledger.isRight());
        assertTrue(ledger.line().startsWith("sent=2 received=2 unreceived=0 doubled=0 delivered-after=0 "), ledger.line());
    }

    @Test
    void what_is_sent_and_not_received_is_counted() {
        ledger.sent(0);
        assertTrue(ledger.line().contains("unreceived=1 "), ledger.line());
    }

    @Test
    void a_message_received_twice_is_no_second_message() {
        ledger.sent(0);
        ledger.sent(1);
        ledger.received(0);
        ledger.received(0);
        assertFalse(ledger.isEverythingReceived());
        assertTrue(ledger.line().contains("received=1 unreceived=1 doubled=1 delivered-after=0 "), ledger.line());
    }

    @Test
    void a_message_delivered_after_the_promise_is_wrong_even_if_it_is_not_acknowledged_again() {
        for (int number = 0; number < 2; number++) {
            ledger.sent(number);
            ledger.delivered(number);
            ledger.received(number);
        }
        ledger.delivered(1);
        assertTrue(ledger.line().contains("doubled=0 delivered-after=1 "), ledger.line());
        assertFalse(ledger.isRight());
    }

    @Test
    void in_flight_is_what_is_in_calls_that_have_not_returned() {
        ledger.begin(Call.SEND, 1);
        ledger.begin(Call.COMMIT, 50);
        ledger.begin(Call.ACKNOWLEDGE, 1);
        ledger.end(Call.ACKNOWLEDGE, 1);
        assertTrue(ledger.line().contains("sending=1 committing=50 acknowledging=0 "), ledger.line());
    }
}

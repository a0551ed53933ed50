package io.postrider.jms.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ByteCreditTest {
    @Test
    void any_credit_left_permits_one_message_of_any_size() {
        ByteCredit credit = new ByteCredit(1);
        assertTrue(credit.tryTake(1_000));
        assertFalse(credit.tryTake(1));
        credit.add(999);
        assertFalse(credit.tryTake(1), "nothing is left yet");
        credit.add(1);
        assertTrue(credit.tryTake(1));
    }

    @Test
    void who_waits_is_served_in_order_and_nobody_overtakes() {
        ByteCredit credit = new ByteCredit(0);
        CompletableFuture<Void> first = credit.take(10);
        CompletableFuture<Void> second = credit.take(10);
        credit.add(5);
        assertTrue(first.isDone());
        assertFalse(second.isDone());
        credit.add(5);
        assertFalse(credit.tryTake(1), "nothing is left after the first");
        credit.add(1);
        assertTrue(second.isDone());
    }

    @Test
    void who_has_stopped_waiting_gets_nothing() {
        ByteCredit credit = new ByteCredit(0);
        CompletableFuture<Void> first = credit.take(10);
        CompletableFuture<Void> second = credit.take(10);
        first.complete(null);
        credit.add(1);
        assertTrue(second.isDone());
    }

    @Test
    void the_end_of_the_link_ends_all_waiting() {
        ByteCredit credit = new ByteCredit(0);
        CompletableFuture<Void> before = credit.take(10);
        credit.fail(LinkLost.because("gone", null));
        assertTrue(before.isCompletedExceptionally());
        assertTrue(credit.take(1).isCompletedExceptionally());
        credit.add(10);
        assertFalse(credit.tryTake(1));
    }
}

package io.postrider.jms.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReconnectPolicyTest {
    private final ReconnectPolicy policy = new ReconnectPolicy(300_000, 50, 5_000, new Random(1));

    @Test
    void delays_grow_by_a_quarter_up_to_a_bound_and_spread() {
        for (int attempt = 0; attempt < 100; attempt++) {
            long full = (long) Math.min(5_000, 50 * Math.pow(1.25, attempt));
            for (int i = 0; i < 20; i++) {
                long delay = policy.delayMs(attempt);
                assertTrue(delay >= full / 2 && delay <= full, "attempt " + attempt + ": " + delay + " of " + full);
            }
        }
    }

    @Test
    void it_is_tried_for_less_than_the_broker_remembers() {
        assertEquals(300_000, policy.retryMs(600_000));
        assertEquals(90_000, policy.retryMs(100_000));
    }
}

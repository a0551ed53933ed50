package io.postrider.jms.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClockOffsetTest {
    private final AtomicLong now = new AtomicLong(1_000);
    private final ClockOffset clock = new ClockOffset(new ClientClock(() -> 0, now::get));

    @Test
    void the_brokers_time_is_taken_for_the_middle_of_the_exchange() {
        assertEquals(1_000, clock.brokerTimeMs());
        now.set(1_010);
        clock.sample(5_005, 1_000);
        assertEquals(5_010, clock.brokerTimeMs());
        now.set(1_110);
        assertEquals(5_110, clock.brokerTimeMs());
    }

    @Test
    void a_slow_answer_does_not_spoil_a_good_sample() {
        now.set(1_002);
        clock.sample(5_001, 1_000);
        now.set(3_000);
        clock.sample(7_900, 2_000);
        assertEquals(7_000, clock.brokerTimeMs());
        clock.forget();
        clock.sample(7_900, 2_000);
        assertEquals(8_400, clock.brokerTimeMs(), "of another link any sample is better than none");
    }
}

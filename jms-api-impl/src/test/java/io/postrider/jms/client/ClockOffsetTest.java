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
    void clocks_that_may_agree_are_not_corrected() {
        now.set(1_040);
        clock.sample(1_030, 1_000);
        assertEquals(1_040, clock.brokerTimeMs());
    }

    @Test
    void clocks_that_differ_are_corrected_as_far_as_is_certain() {
        now.set(1_010);
        clock.sample(5_005, 1_000);
        assertEquals(5_005, clock.brokerTimeMs());
        now.set(1_110);
        assertEquals(5_105, clock.brokerTimeMs());
        clock.forget();
        clock.sample(505, 1_100);
        assertEquals(515, clock.brokerTimeMs(), "a broker's clock that is behind");
    }

    @Test
    void a_slow_answer_does_not_spoil_a_good_sample() {
        now.set(1_002);
        clock.sample(5_001, 1_000);
        now.set(3_000);
        clock.sample(7_900, 2_000);
        assertEquals(6_999, clock.brokerTimeMs());
        clock.forget();
        clock.sample(7_900, 2_000);
        assertEquals(7_900, clock.brokerTimeMs(), "of another link any sample is better than none");
    }
}

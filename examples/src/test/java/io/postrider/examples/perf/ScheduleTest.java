package io.postrider.examples.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ScheduleTest {
    private static final long START = 1_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    @Test
    void producersTakeTurnsAtEvenIntervals() {
        List<Long> times = new ArrayList<>();
        for (long operation = 0; operation < 10; operation++) {
            for (int producer = 0; producer < 4; producer++) {
                times.add(schedule(SendMode.PERSISTENT, 1_000, producer, 4).intendedNanos(operation));
            }
        }
        for (int i = 0; i < times.size(); i++) {
            assertEquals(START + i * 1_000_000L, times.get(i));
        }
    }

    @Test
    void aTransactionIsOneOperationOfManyMessages() {
        Schedule schedule = schedule(SendMode.TRANSACTED, 1_000, 0, 1);
        assertEquals(START + 100_000_000L, schedule.intendedNanos(1));
        assertEquals(10, schedule.operationsBefore(START + SECOND));
    }

    @Test
    void aGlobalTransactionIsOneOperationOfOneMessage() {
        assertEquals(START + 1_000_000L, schedule(SendMode.XA, 1_000, 0, 1).intendedNanos(1));
    }

    @Test
    void allProducersTogetherHaveTheOperationsOfTheRate() {
        for (double rate : new double[] {1, 3, 7, 1_000, 12_345.6, 99_999}) {
            for (int producers : new int[] {1, 3, 16, 64}) {
                long operations = 0;
                for (int producer = 0; producer < producers; producer++) {
                    Schedule schedule = schedule(SendMode.PERSISTENT, rate, producer, producers);
                    long mine = schedule.operationsBefore(START + 10 * SECOND);
                    assertTrue(mine == 0 || schedule.intendedNanos(mine - 1) < START + 10 * SECOND);
                    assertTrue(schedule.intendedNanos(mine) >= START + 10 * SECOND);
                    operations += mine;
                }
                assertEquals(rate * 10, operations, 1, rate + " by " + producers);
            }
        }
    }

    @Test
    void noIntervalIsRoundedAwayOverADay() {
        Schedule schedule = schedule(SendMode.PERSISTENT, 3, 0, 1);
        assertEquals(START + 24 * 3_600 * SECOND, schedule.intendedNanos(3 * 24 * 3_600), 100);
    }

    private static Schedule schedule(SendMode mode, double rate, int producer, int producers) {
        return Schedule.of(new PerfOptions("q", new Load(mode, producers, 1, 1024, 100, 1), new Pace(rate, 0, 1), 0), START, producer);
    }
}

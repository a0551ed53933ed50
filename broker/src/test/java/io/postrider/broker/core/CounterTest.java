package io.postrider.broker.core;

import io.postrider.broker.store.CounterRecord;
import io.postrider.broker.store.WriteSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class CounterTest {
    private final Counter counter = new Counter(CounterRecord.Counter.POSITION, 100, 300);

    @Test
    void itGoesOnBehindWhatAnEarlierStartReserved() {
        counter.reserve(new WriteSet(1));
        counter.durable(1);

        assertEquals(301, counter.take());
        assertEquals(302, counter.peek());
    }

    @Test
    void noNumberIsTakenBeforeItsBlockIsDurable() {
        WriteSet set = new WriteSet(7);
        counter.reserve(set);

        assertFalse(set.isEmpty());
        assertTrue(set.isAwaited());
        assertThrows(IllegalStateException.class, counter::take);

        counter.durable(6);

        assertThrows(IllegalStateException.class, counter::take);

        counter.durable(7);

        assertEquals(301, counter.take());
    }

    @Test
    void theNextBlockIsAskedForWhenHalfOfOneIsUsed() {
        counter.reserve(new WriteSet(1));
        counter.durable(1);
        for (int i = 0; i < 49; i++) {
            counter.take();
        }
        WriteSet early = new WriteSet(2);
        counter.reserve(early);

        assertTrue(early.isEmpty());

        counter.take();
        WriteSet half = new WriteSet(3);
        counter.reserve(half);
        counter.reserve(half);

        assertEquals(1, half.count());
        assertEquals(50, counter.available());

        counter.durable(3);

        assertEquals(150, counter.available());
    }
}

package io.postrider.broker.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;

@Timeout(30)
class FenceTest {
    @Test
    void theFirstReadableNumberIsFoundWhereverItIs() {
        for (long good = 101; good < 1_200; good++) {
            long first = good;
            assertEquals(first, Fence.firstReadable(100, Long.MAX_VALUE, number -> number >= first));
        }
        assertEquals(1L << 60, Fence.firstReadable(100, Long.MAX_VALUE, number -> number >= 1L << 60));
    }

    @Test
    void nothingReadableEndsBehindTheLast() {
        assertEquals(1_001, Fence.firstReadable(100, 1_000, number -> false));
        assertEquals(101, Fence.firstReadable(100, 100, number -> false));
        assertEquals(Long.MIN_VALUE, Fence.firstReadable(100, Long.MAX_VALUE, number -> false));
    }
}

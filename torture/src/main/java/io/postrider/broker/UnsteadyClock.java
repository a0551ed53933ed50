package io.postrider.broker;

import java.util.function.LongSupplier;

/** The machine's clock, some way off: {@code clock MILLISECONDS NUMBER}, which may be negative, sets how far, and
 * {@code clock NUMBER} is said when it is so. Any thread. */
final class UnsteadyClock implements LongSupplier {
    private volatile long offsetMs;

    void jump(long ms) {
        offsetMs = ms;
    }

    @Override
    public long getAsLong() {
        return System.currentTimeMillis() + offsetMs;
    }
}

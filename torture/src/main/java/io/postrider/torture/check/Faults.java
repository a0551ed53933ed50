package io.postrider.torture.check;

import io.postrider.torture.log.FaultLog.Injected;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** When there were faults, and what they excuse. Immutable. */
final class Faults {
    /** An acknowledgement that was on its way when a fault began may be lost by it, however long it was on its way. */
    private static final long BEFORE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final List<Injected> injected;

    Faults(List<Injected> injected) {
        this.injected = List.copyOf(injected);
    }

    /** Whether there was one in that time, or right before it. */
    boolean disturbed(long fromNanos, long toNanos) {
        return injected.stream().anyMatch(fault -> fault.beginNanos() < toNanos && fault.endNanos() > fromNanos - BEFORE_NANOS);
    }

    /** By how much a message may come before its time: the broker's clock was put forward by that meanwhile. */
    long earlyMs(long fromNanos, long toNanos) {
        return injected.stream().filter(fault -> fault.beginNanos() < toNanos && fault.endNanos() > fromNanos).mapToLong(Injected::jumpMs).sum();
    }

    /** When the last one had ended. */
    long lastEndNanos() {
        return injected.stream().mapToLong(Injected::endNanos).max().orElse(Long.MIN_VALUE);
    }

    List<Injected> around(long fromNanos, long toNanos) {
        return injected.stream().filter(fault -> fault.beginNanos() < toNanos && fault.endNanos() > fromNanos).toList();
    }
}

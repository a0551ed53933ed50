package io.postrider.examples.perf;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.SynchronizedHistogram;

/** One run under way: what its threads share. Made by {@link Perf}; any thread. */
final class Flow {
    /**
     * Messages under way at the most in a closed loop, so that it is the flow that is measured and not how a broker stores a backlog:
     * far more than a round trip needs, far less than a memory holds.
     */
    private static final int UNDER_WAY_MAX = 10_000;
    private static final long ROOM_CHECK_NANOS = 100_000;
    private static final int OPEN_SECONDS_MAX = 60;
    /** Three digits of each time are kept, of an hour at the most. */
    private static final int DIGITS = 3;
    private static final long TIME_NANOS_MAX = TimeUnit.HOURS.toNanos(1);

    final PerfOptions options;
    final long run;
    final Tally tally;
    final LongAdder sent = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder sentMeasured = new LongAdder();
    final LongAdder receivedMeasured = new LongAdder();
    final LongAdder notSent = new LongAdder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch opened;
    private final CountDownLatch begun = new CountDownLatch(1);
    private long startNanos;
    private long fromNanos;
    private long toNanos;
    private volatile boolean over;

    Flow(PerfOptions options, long run) {
        this.options = options;
        this.run = run;
        this.tally = new Tally(options.load().producers());
        this.opened = new CountDownLatch(options.load().producers() + options.load().consumers());
    }

    static SynchronizedHistogram histogram() {
        SynchronizedHistogram histogram = new SynchronizedHistogram(TIME_NANOS_MAX, DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    /** A producer or consumer has its connection. */
    void opened() {
        opened.countDown();
    }

    /** @throws IllegalStateException if not all producers and consumers get their connections */
    void awaitOpened() throws InterruptedException {
        if (!opened.await(OPEN_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new IllegalStateException(opened.getCount() + " of the producers and consumers were not connected within " + OPEN_SECONDS_MAX + " s");
        }
    }

    /** Sets the time table and lets the producers go. */
    void begin(long atNanos) {
        startNanos = atNanos;
        fromNanos = atNanos + TimeUnit.SECONDS.toNanos(options.pace().warmUpSeconds());
        toNanos = fromNanos + TimeUnit.SECONDS.toNanos(options.pace().measuredSeconds());
        begun.countDown();
    }

    void awaitBegin() throws InterruptedException {
        begun.await();
    }

    long startNanos() {
        return startNanos;
    }

    long fromNanos() {
        return fromNanos;
    }

    long toNanos() {
        return toNanos;
    }

    boolean isMeasured(long nanos) {
        return begun.getCount() == 0 && nanos - fromNanos >= 0 && nanos - toNanos < 0;
    }

    /** Waits while too much is under way. */
    void awaitRoom() {
        while (sent.sum() - received.sum() > UNDER_WAY_MAX && !isOver()) {
            LockSupport.parkNanos(ROOM_CHECK_NANOS);
        }
    }

    /** The first failure ends the run; those that follow from it are not told. */
    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
        over = true;
        while (opened.getCount() > 0) {
            opened.countDown();
        }
        begun.countDown();
    }

    Throwable failure() {
        return failure.get();
    }

    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}

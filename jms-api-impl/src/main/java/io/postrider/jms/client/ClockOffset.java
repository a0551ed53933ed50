package io.postrider.jms.client;

/**
 * How far the broker's clock is ahead of ours, learnt from answers that carry its time. Written by the event loop, read by any
 * thread.
 *
 * <p>An answer tells the broker's time somewhere between question and answer; the shorter that was, the better the sample. Of the
 * offsets that a sample allows the smallest is taken: clocks that may agree, as those of one machine do, are not corrected, or a
 * message could be stamped with a time outside its send call.
 */
public final class ClockOffset {
    private final ClientClock clock;
    private volatile long offsetMs;
    private long bestRoundTripMs = Long.MAX_VALUE;

    ClockOffset(ClientClock clock) {
        this.clock = clock;
    }

    /** @param askedMs our clock when the question left; the answer has just come */
    void sample(long brokerTimeMs, long askedMs) {
        long nowMs = clock.epochMsNow();
        long roundTripMs = Math.max(0, nowMs - askedMs);
        // a clock that drifts or is set must be followed too, so a somewhat worse sample counts as well
        if (bestRoundTripMs == Long.MAX_VALUE || roundTripMs <= 2 * bestRoundTripMs + 1) {
            bestRoundTripMs = Math.min(bestRoundTripMs, roundTripMs);
            offsetMs = nearestZero(brokerTimeMs - nowMs, brokerTimeMs - askedMs);
        }
    }

    /** @param lowest not above {@code highest} */
    private static long nearestZero(long lowest, long highest) {
        return lowest > 0 ? lowest : Math.min(highest, 0);
    }

    /** A new link may lead to another machine. */
    void forget() {
        bestRoundTripMs = Long.MAX_VALUE;
    }

    /** Epoch milliseconds by the broker's clock, as well as we know it. */
    public long brokerTimeMs() {
        return clock.epochMsNow() + offsetMs;
    }
}

package io.postrider.jms.client;

/**
 * How far the broker's clock is ahead of ours, learnt from answers that carry its time. Written by the event loop, read by any
 * thread.
 *
 * <p>An answer tells the broker's time somewhere between question and answer; the shorter that was, the better the sample.
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
            offsetMs = brokerTimeMs - (askedMs + roundTripMs / 2);
        }
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

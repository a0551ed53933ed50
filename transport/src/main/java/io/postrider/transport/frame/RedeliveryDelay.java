package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * How long a message stays away after a failed attempt, before it is delivered again: twice as long after each further one, within two
 * bounds. Others overtake it meanwhile.
 *
 * @param minMs after the first failed attempt; 0 for none, then it is delivered again at once and in its old place
 * @param maxMs at most, at least {@code minMs} and at most {@link #MS_MAX}
 */
public record RedeliveryDelay(int minMs, int maxMs) {
    /** An hour: who can do nothing with a message for longer stops consuming. */
    public static final int MS_MAX = 3_600_000;
    public static final RedeliveryDelay NONE = new RedeliveryDelay(0, 0);
    private static final int DOUBLINGS_MAX = 31;

    public RedeliveryDelay {
        if (minMs < 0 || maxMs < minMs || maxMs > MS_MAX) {
            throw new IllegalArgumentException("redelivery delay of " + minMs + " to " + maxMs + " ms, expected 0 to " + MS_MAX + ", and no less at the end");
        }
    }

    /** @param attempts that failed, 1 or more */
    public long afterMs(int attempts) {
        return Math.min(maxMs, (long) minMs << Math.min(attempts - 1, DOUBLINGS_MAX));
    }

    void write(WireOutput out) {
        out.writeVarint(minMs);
        out.writeVarint(maxMs);
    }

    static RedeliveryDelay read(WireInput in) {
        return new RedeliveryDelay(in.readVarint(MS_MAX, "minMs"), in.readVarint(MS_MAX, "maxMs"));
    }
}

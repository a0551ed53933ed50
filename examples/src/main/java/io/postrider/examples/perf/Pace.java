package io.postrider.examples.perf;

/**
 * How fast and how long.
 *
 * @param messagesPerSecond over all producers, kept whatever the broker does (an open loop); 0 = as fast as it goes, each producer
 *                          sending when its last send has returned (a closed loop)
 * @param warmUpSeconds     sent in the same way and not measured
 * @param measuredSeconds   at least 1
 */
public record Pace(double messagesPerSecond, int warmUpSeconds, int measuredSeconds) {
    public static final Pace DEFAULT = new Pace(0, 5, 10);

    private static final int SECONDS_MAX = 24 * 3_600;
    private static final double RATE_MAX = 10_000_000;

    public Pace {
        if (!(messagesPerSecond >= 0 && messagesPerSecond <= RATE_MAX)) {
            throw new IllegalArgumentException("rate cannot be " + messagesPerSecond + "; it is messages per second up to " + (long) RATE_MAX + ", 0 for no limit");
        }
        Load.between("warm-up", warmUpSeconds, 0, SECONDS_MAX);
        Load.between("duration", measuredSeconds, 1, SECONDS_MAX);
    }

    public boolean isOpenLoop() {
        return messagesPerSecond > 0;
    }
}

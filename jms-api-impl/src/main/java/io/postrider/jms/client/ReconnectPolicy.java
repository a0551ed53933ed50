package io.postrider.jms.client;

import java.util.random.RandomGenerator;

/**
 * How long and how often a lost connection is tried again.
 *
 * @param retryMs    for how long; less than the broker keeps what a resume needs
 * @param delayMsMin before the first attempt
 * @param delayMsMax each delay is a quarter longer than the one before, up to this: so a broker that is back is found after at most
 *                   a quarter more than the time that it was gone
 * @param random     delays are up to half shorter, so that the clients of a broker do not come back all at once
 */
record ReconnectPolicy(long retryMs, long delayMsMin, long delayMsMax, RandomGenerator random) {
    private static final double GROWTH = 1.25;

    /** @param attempt from 0 */
    long delayMs(int attempt) {
        long full = (long) Math.min(delayMsMax, delayMsMin * Math.pow(GROWTH, attempt));
        return full - random.nextLong(full / 2 + 1);
    }

    /** @param retentionMs how long the broker says that it keeps our sessions; a resume needs some of that as well */
    long retryMs(long retentionMs) {
        return Math.min(retryMs, retentionMs - retentionMs / 10);
    }
}

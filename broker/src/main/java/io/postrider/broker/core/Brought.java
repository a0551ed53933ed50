package io.postrider.broker.core;

import java.util.List;

/**
 * A message that a read brought up.
 *
 * @param overflowed whether it came from the overflow
 */
record Brought(long position, CachedMessage message, int attempts, boolean overflowed) {

    /**
     * What the stores know together of a part of a lane.
     *
     * @param found    by position
     * @param coverage nothing else is up to here
     * @param applied  the last write set of the store that this shows
     */
    record Run(List<Brought> found, long coverage, long applied) {
    }

    Entry entry(SubscriptionLane lane) {
        Entry entry = new Entry(position, lane, message);
        entry.attempts = attempts;
        entry.inOverflow = overflowed;
        return entry;
    }
}

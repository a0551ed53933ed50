package io.postrider.broker.store;

import java.util.function.LongPredicate;

/** Finds the end of a part that cannot be read, by trying to read further on. */
final class Fence {
    private Fence() {
    }

    /**
     * The first number at which reading works again, found in about two tries for each power of two of the distance.
     *
     * @param unreadable where reading failed
     * @param last       not looked at beyond; {@code last + 1} (which may overflow) is the answer if nothing up to it can be read
     * @param readable   whether reading works from a number on
     */
    static long firstReadable(long unreadable, long last, LongPredicate readable) {
        long bad = unreadable;
        long good = last + 1;
        for (long step = 1; step > 0 && step <= last - bad; step *= 2) {
            if (readable.test(bad + step)) {
                good = bad + step;
                break;
            }
            bad += step;
        }
        while (good - bad > 1) {
            long middle = bad + (good - bad) / 2;
            if (readable.test(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }
}

package io.postrider.broker.store;

import java.util.List;
import java.util.function.Predicate;

/**
 * A question of the core to the store, answered on a reader thread by a {@link ReadResult} that comes back as a command, late
 * and in any order. Every request is bounded.
 */
public sealed interface ReadRequest {
    /** Number of the request, given by the core, never used twice. */
    long id();

    /**
     * The messages of a lane above a position, in delivery order; for MATCHES the messages that the matches point at. Bodies by
     * reference of up to 256 KiB are loaded, larger ones stay apart.
     *
     * @param source      which entries are walked
     * @param subscription whose stored attempts are wanted, 0 for none; the owner of the entries for MATCHES
     * @param destination where the messages are
     * @param after       starts behind this position
     * @param upTo        does not look above this position
     * @param messagesMax at most this many are found
     * @param bytesMax    stops when the found ones weigh this much (one is always found if there is one)
     * @param scannedMax  looks at no more than this many entries
     * @param filter      which of them are wanted; runs on the reader thread
     */
    record Lane(long id, Source source, long subscription, long destination, int priority, long after, long upTo, int messagesMax,
                long bytesMax, int scannedMax, Predicate<StoredMessage> filter) implements ReadRequest {
    }

    /** Whether single messages still exist: at most 1,000 in one request. */
    record LookUp(long id, Source source, long subscription, long destination, List<Place> places) implements ReadRequest {
    }

    /** Delayed messages that are due from a time up to another, by time. */
    record Delayed(long id, long dueFromMs, long dueUpToMs, int messagesMax, long bytesMax) implements ReadRequest {
    }

    /** What a lane is walked by. */
    enum Source {
        LOG, MATCHES
    }

    /** A position in a lane. */
    record Place(int priority, long position) {
    }
}

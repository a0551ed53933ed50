package io.postrider.broker.store;

import java.util.List;

/**
 * What a reader found.
 *
 * @param request  the question
 * @param applied  number of the last write set that was applied before the iterator was opened: the result tells nothing about
 *                 later ones
 * @param found    in the order of the request
 * @param scanned  the walk got to this position, inclusive; {@link Long#MAX_VALUE} if it came to the end of the lane
 * @param damaged  entries that could not be read: set aside, counted, logged by the reader
 */
public record ReadResult(ReadRequest request, long applied, List<Found> found, long scanned, int damaged) {

    public ReadResult {
        found = List.copyOf(found);
    }

    /**
     * A message that was found.
     *
     * @param position its position; of a delayed one its due time
     * @param attempts failed attempts that are stored for it and the request's subscription
     */
    public record Found(long position, StoredMessage message, int attempts) {
    }
}

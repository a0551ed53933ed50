package io.postrider.broker.core;

import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.ReadResult.Found;
import io.postrider.broker.store.StoredMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Asks whatever holds something of a lane, the store and the overflow, and merges the answers by position. An answer that waits
 * for the other one counts as open until both are used, so that nothing it needs is forgotten meanwhile. Owned by the core's
 * thread.
 */
final class LaneReader {
    private final CoreContext context;
    private final Lane lane;
    private final long subscription;
    /** What the store is walked by, or null if it has nothing of this lane. */
    private final ReadRequest.Source source;
    private final LaneOverflow overflow;

    LaneReader(CoreContext context, Lane lane, long subscription, ReadRequest.Source source, LaneOverflow overflow) {
        this.context = context;
        this.lane = lane;
        this.subscription = subscription;
        this.source = source;
        this.overflow = overflow;
    }

    /** Answers in a later command; at once if all of the lane is in memory. */
    void ask(long after, long upTo, int messagesMax, Predicate<StoredMessage> filter, Consumer<Brought.Run> then) {
        Merge merge = new Merge(source != null, !overflow.isEmpty(), upTo, then);
        if (source != null) {
            context.reads.askAndKeep(id -> request(id, source, lane.destination(), after, upTo, messagesMax, filter), merge::fromStore);
        }
        if (merge.asksOverflow) {
            context.overflow.reads().askAndKeep(id -> request(id, ReadRequest.Source.LOG, subscription, after, upTo, messagesMax, new Careful(filter)),
                    merge::fromOverflow);
        }
        merge.endIfComplete();
    }

    private ReadRequest.Lane request(long id, ReadRequest.Source by, long log, long after, long upTo, int messagesMax, Predicate<StoredMessage> filter) {
        return new ReadRequest.Lane(id, by, subscription, log, lane.priority(), after, upTo, messagesMax, context.bounds.readBytesMax(),
                context.bounds.readScannedMax(), filter);
    }

    /** What a selector cannot cope with is passed over, as in the store; there it is counted as damage, which the overflow must not have. */
    record Careful(Predicate<StoredMessage> filter) implements Predicate<StoredMessage> {
        @Override
        public boolean test(StoredMessage message) {
            try {
                return filter.test(message);
            } catch (RuntimeException malformed) {
                return false;
            }
        }
    }

    private final class Merge {
        private final boolean asksStore;
        private final boolean asksOverflow;
        private final long upTo;
        private final Consumer<Brought.Run> then;
        private final long held;
        private ReadResult stored;
        private ReadResult overflowed;

        private Merge(boolean asksStore, boolean asksOverflow, long upTo, Consumer<Brought.Run> then) {
            this.asksStore = asksStore;
            this.asksOverflow = asksOverflow;
            this.upTo = upTo;
            this.then = then;
            // else what goes there meanwhile would be neither in memory nor among what was read
            this.held = asksOverflow ? 0 : context.overflow.reads().hold();
        }

        private void fromStore(ReadResult result) {
            stored = result;
            endIfComplete();
        }

        private void fromOverflow(ReadResult result) {
            overflowed = result;
            endIfComplete();
        }

        private void endIfComplete() {
            if (asksStore && stored == null || asksOverflow && overflowed == null) {
                return;
            }
            then.accept(run());
            if (asksStore) {
                context.reads.used(stored.request().id());
            }
            context.overflow.reads().used(asksOverflow ? overflowed.request().id() : held);
        }

        private Brought.Run run() {
            long coverage = upTo;
            long applied = 0;
            List<Found> inStore = List.of();
            List<Found> inOverflow = List.of();
            if (asksStore) {
                coverage = context.reads.coverage(stored);
                applied = stored.applied();
                inStore = stored.found();
            }
            if (asksOverflow) {
                coverage = Math.min(coverage, overflowed.scanned());
                inOverflow = overflowed.found();
            }
            return new Brought.Run(merged(inStore, inOverflow, coverage, applied), coverage, applied);
        }

        private List<Brought> merged(List<Found> inStore, List<Found> inOverflow, long coverage, long applied) {
            List<Brought> merged = new ArrayList<>(inStore.size() + inOverflow.size());
            int next = 0;
            for (Found found : inStore) {
                while (next < inOverflow.size() && inOverflow.get(next).position() < found.position()) {
                    add(merged, inOverflow.get(next++), coverage, false, 0);
                }
                add(merged, found, coverage, true, applied);
            }
            while (next < inOverflow.size()) {
                add(merged, inOverflow.get(next++), coverage, false, 0);
            }
            return merged;
        }

        private void add(List<Brought> merged, Found found, long coverage, boolean isStored, long writeSet) {
            if (found.position() <= coverage) {
                merged.add(new Brought(found.position(), new CachedMessage(context, found.message(), isStored, writeSet), found.attempts(), !isStored));
            }
        }
    }
}

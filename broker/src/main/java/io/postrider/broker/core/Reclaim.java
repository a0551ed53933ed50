package io.postrider.broker.core;

import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.ReadResult.Found;
import io.postrider.broker.store.StoredMessage;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

/**
 * Removes the messages of a topic that no durable subscription wants any more: at once where memory knows that the last one has
 * consumed it, otherwise behind a read, which proposes and is checked again. A walk takes what lies below the floor of every
 * subscription; {@link Holes} is for what lies above the lowest. Owned by the core's thread.
 */
final class Reclaim {
    private final CoreContext context;
    private final TopicDestination topic;
    private final Holes holes;
    /** Positions that were removed, until no read can bring them up again. */
    private final LongOpenHashSet removed = new LongOpenHashSet();
    private long removedIn;
    private boolean reading;
    /** Whether messages may be in the store that nobody wants. */
    private boolean leftovers = true;

    Reclaim(CoreContext context, TopicDestination topic) {
        this.context = context;
        this.topic = topic;
        this.holes = new Holes(context, topic, this);
    }

    /** Something is, or will be, in the store that the last consumer does not remove. */
    void somethingStays() {
        leftovers = true;
    }

    /** A durable subscription has consumed a stored entry. */
    void consumed(Entry entry) {
        if (entry.message.unwanted()) {
            remove(entry.position, entry.message.message());
        } else {
            leftovers = true;
            holes.add(entry.lane.priority(), entry.position);
        }
    }

    private void remove(long position, StoredMessage message) {
        if (!reading && context.outbox.isDurable(removedIn)) {
            removed.clear();
        }
        removed.add(position);
        removedIn = context.outbox.openNumber();
        context.open().removeMessage(topic.id(), message.priority(), position);
        context.bodies.release(message);
        topic.lane(message.priority()).left(message, true);
    }

    /** What a read brought up, and nobody wants, goes, unless it went meanwhile. */
    void removeFound(Found found) {
        if (!removed.contains(found.position())) {
            remove(found.position(), found.message());
        }
    }

    boolean isRemoved(long position) {
        return removed.contains(position);
    }

    /** Walks on from the lowest message of a lane as long as it gets on, then looks at the holes; called now and then. */
    void look() {
        if (reading || !leftovers || topic.isTemporary()) {
            return;
        }
        boolean empty = true;
        for (int priority = 0; priority < 10; priority++) {
            Lane lane = topic.laneOrNull(priority);
            if (lane != null && lane.storedCount() > 0) {
                empty = false;
                long floor = lowestFloor(lane);
                if (floor >= lane.lowest()) {
                    walk(lane, floor);
                    return;
                }
            }
        }
        leftovers = !empty;
        reading = holes.look();
    }

    /** The holes are looked at, as far as they are known. */
    void holesDone() {
        reading = false;
    }

    private void walk(Lane lane, long floor) {
        reading = true;
        context.reads.ask(id -> new ReadRequest.Lane(id, ReadRequest.Source.LOG, 0, topic.id(), lane.priority(), lane.lowest() - 1, floor,
                context.bounds.readMessagesMax(), context.bounds.readBytesMax(), context.bounds.readMessagesMax(), message -> true), result -> walked(lane, floor, result));
    }

    private void walked(Lane lane, long floor, ReadResult result) {
        long coverage = Math.min(floor, context.reads.coverage(result));
        for (Found found : result.found()) {
            if (found.position() <= coverage) {
                removeFound(found);
            }
        }
        reading = false;
        if (coverage >= lane.lowest()) {
            lane.lowest(coverage + 1);
            // there may be more than one read brings
            look();
        }
    }

    private long lowestFloor(Lane lane) {
        long lowest = lane.tail();
        for (Subscription subscription : topic.subscriptions()) {
            if (subscription.form().isDurable()) {
                lowest = Math.min(lowest, floor(subscription.lane(lane.priority())));
            }
        }
        return lowest;
    }

    /** Up to here a durable subscription wants nothing any more. */
    private static long floor(SubscriptionLane view) {
        if (view.isDone()) {
            return Long.MAX_VALUE;
        }
        if (view.hasToRead()) {
            // what it still wants is only in the store, and nobody may come to read that for long
            view.readAhead(1);
        }
        return view.consumedUpTo();
    }
}

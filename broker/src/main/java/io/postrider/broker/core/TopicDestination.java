package io.postrider.broker.core;

import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.ReadResult.Found;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.message.DestinationName;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A topic: a message is stored once, if a durable subscription wants it, and is reclaimed when the last of them has consumed
 * it. Owned by the core's thread.
 */
final class TopicDestination extends Destination {
    private final Map<Long, Subscription> subscriptions = new LinkedHashMap<>();
    private final List<Subscription> plain = new ArrayList<>();
    private final SelectorIndex filtered = new SelectorIndex();
    private final List<Subscription> durableTakers = new ArrayList<>();
    private final List<Subscription> takers = new ArrayList<>();
    /** Positions removed by the last consumer, until no read can bring them up again. */
    private final LongOpenHashSet removed = new LongOpenHashSet();
    private long removedIn;
    private boolean reclaiming;
    private boolean worthReclaiming = true;
    /** Whether messages may be in the store that nobody wants: then each one that leaves may make room for the walk. */
    private boolean leftovers = true;

    TopicDestination(CoreContext context, long id, DestinationName name, ServerConnection owner) {
        super(context, id, name, owner);
    }

    void add(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
        if (subscription.isFiltered()) {
            filtered.add(subscription);
        } else {
            plain.add(subscription);
        }
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription.id());
        if (subscription.isFiltered()) {
            filtered.remove(subscription);
        } else {
            plain.remove(subscription);
        }
        somethingStays();
    }

    Iterable<Subscription> subscriptions() {
        return subscriptions.values();
    }

    @Override
    void enter(StoredMessage message, boolean loaded) {
        received++;
        int priority = message.priority();
        boolean mayStore = stores(message);
        // a lane made now begins with this message
        Lane lane = lane(priority);
        long position = context.takePosition();
        choose(new CachedMessage(context, at(message, position, id(), message.body()), false, 0));
        if (takers.isEmpty()) {
            forgetBody(message);
            passAll(priority, position, false);
            return;
        }
        boolean stored = mayStore && !durableTakers.isEmpty();
        // the views are made before the lane's tail moves on
        takers.forEach(taker -> taker.lane(priority));
        StoredMessage entered = at(message, position, id(), stored ? bodyInStore(message) : message.body());
        if (stored) {
            context.open().storeMessage(id(), priority, position, entered);
            lane.entered(position, entered, true);
        } else {
            context.bodies.disown(entered);
        }
        boolean inMemory = loaded || !stored;
        CachedMessage cached = inMemory ? new CachedMessage(context, entered, stored, waitsFor(entered, stored)) : null;
        passAll(priority, position, stored);
        for (Subscription taker : takers) {
            if (taker.form().isDurable() && taker.isFiltered() && stored) {
                context.open().storeMatch(taker.id(), priority, position);
            }
            if (inMemory || taker.form().isDurable()) {
                taker.lane(priority).enter(position, cached, entered.expiresAtMs());
            }
        }
        if (cached != null && stored) {
            cached.wantedBy(durableTakers.size());
        } else if (stored) {
            somethingStays();
        }
    }

    /** Something is, or will be, in the store that the last consumer does not remove. */
    private void somethingStays() {
        leftovers = true;
        worthReclaiming = true;
    }

    /** Who wants the message: into {@code takers}, the durable ones into {@code durableTakers} too. */
    private void choose(CachedMessage message) {
        takers.clear();
        durableTakers.clear();
        for (Subscription subscription : plain) {
            chooseIfWanted(subscription, message);
        }
        filtered.candidates(message.fields(), subscription -> chooseIfWanted(subscription, message));
    }

    private void chooseIfWanted(Subscription subscription, CachedMessage message) {
        if (subscription.wants(message)) {
            takers.add(subscription);
            if (subscription.form().isDurable()) {
                durableTakers.add(subscription);
            }
        }
    }

    /** Those that do not take the message need not look for it; a plain one notes that it is not for it. */
    private void passAll(int priority, long position, boolean stored) {
        if (takers.size() == subscriptions.size()) {
            return;
        }
        // the plain ones come first among the takers, and in this order
        int next = 0;
        for (Subscription subscription : plain) {
            if (next < takers.size() && takers.get(next) == subscription) {
                next++;
                continue;
            }
            SubscriptionLane view = stored && subscription.form().isDurable() ? subscription.lane(priority) : subscription.laneOrNull(priority);
            if (view != null) {
                view.pass(position);
                if (stored && view.consumption() instanceof FloorConsumption floor) {
                    floor.skip(position);
                }
            }
        }
    }

    private void forgetBody(StoredMessage message) {
        if (message.body() != 0) {
            context.bodies.release(message);
        }
    }

    /** A durable subscription has consumed a stored entry: the last one removes the message. */
    void consumed(Entry entry) {
        if (!entry.message.unwanted()) {
            somethingStays();
            return;
        }
        worthReclaiming |= leftovers;
        if (!reclaiming && context.outbox.isDurable(removedIn)) {
            removed.clear();
        }
        reclaim(entry.position, entry.message.message());
    }

    private void reclaim(long position, StoredMessage message) {
        removed.add(position);
        removedIn = context.outbox.openNumber();
        context.open().removeMessage(id(), message.priority(), position);
        context.bodies.release(message);
        lane(message.priority()).left(message, true);
    }

    /**
     * Walks on from the lowest message of a lane and proposes what every durable subscription is done with; called now and then, and
     * goes on as long as it gets on.
     * What was removed since the walk's read is known and skipped.
     */
    void reclaim() {
        if (reclaiming || !worthReclaiming || isTemporary()) {
            return;
        }
        worthReclaiming = false;
        boolean empty = true;
        for (int priority = 0; priority < 10; priority++) {
            Lane lane = laneOrNull(priority);
            long floor = lane == null || lane.storedCount() == 0 ? -1 : lowestFloor(priority);
            empty &= floor < 0;
            if (floor >= 0 && floor >= lane.lowest()) {
                reclaiming = true;
                int of = priority;
                context.reads.ask(id -> new ReadRequest.Lane(id, ReadRequest.Source.LOG, 0, id(), of, lane.lowest() - 1, floor,
                        context.bounds.readMessagesMax(), context.bounds.readBytesMax(), context.bounds.readMessagesMax(), message -> true), result -> reclaimed(lane, floor, result));
                return;
            }
        }
        leftovers &= !empty;
    }

    private void reclaimed(Lane lane, long floor, ReadResult result) {
        reclaiming = false;
        long coverage = Math.min(floor, context.reads.coverage(result));
        for (Found found : result.found()) {
            if (found.position() <= coverage && !removed.contains(found.position())) {
                reclaim(found.position(), found.message());
            }
        }
        worthReclaiming = true;
        if (coverage >= lane.lowest()) {
            lane.lowest(coverage + 1);
            // there may be more than one read brings
            reclaim();
        }
    }

    private long lowestFloor(int priority) {
        long lowest = laneOrNull(priority).tail();
        for (Subscription subscription : subscriptions.values()) {
            if (subscription.form().isDurable()) {
                lowest = Math.min(lowest, floor(subscription.lane(priority)));
            }
        }
        return lowest;
    }

    /** Up to here a durable subscription wants nothing any more. */
    private long floor(SubscriptionLane view) {
        if (view.isDone()) {
            return Long.MAX_VALUE;
        }
        if (view.hasToRead()) {
            // what it still wants is only in the store, and nobody may come to read that for long
            view.readAhead(1);
            worthReclaiming = true;
        }
        return view.consumedUpTo();
    }

    @Override
    SubscriptionLane view(Subscription subscription, int priority) {
        Lane lane = lane(priority);
        if (!subscription.form().isDurable()) {
            return new SubscriptionLane(context, subscription, lane, new Consumption.Nothing(), true, lane.tail());
        }
        if (subscription.isFiltered()) {
            Consumption match = new Consumption.Match(context, this, subscription.id());
            // had anything matched since the start, there would be a view
            long nothingUpTo = context.isLoading() ? subscription.from() - 1 : Math.max(subscription.from() - 1, lane.tail());
            return new SubscriptionLane(context, subscription, lane, match, false, nothingUpTo);
        }
        FloorConsumption floor = new FloorConsumption(context, this, subscription.id(), priority, subscription.from() - 1);
        SubscriptionLane view = new SubscriptionLane(context, subscription, lane, floor, false, subscription.from() - 1);
        floor.of(view);
        return view;
    }

    @Override
    void shrink() {
        subscriptions.values().forEach(Subscription::shrink);
    }

    @Override
    long depth() {
        long depth = 0;
        for (int priority = 0; priority < 10; priority++) {
            Lane lane = laneOrNull(priority);
            depth += lane == null ? 0 : lane.storedCount();
        }
        return depth;
    }

    @Override
    int consumerCount() {
        int count = 0;
        for (Subscription subscription : subscriptions.values()) {
            count += subscription.consumers().size();
        }
        return count;
    }

    @Override
    void delete() {
        super.delete();
        subscriptions.values().forEach(Subscription::delete);
    }
}

package io.postrider.broker.core;

import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.message.DestinationName;

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
    private final Reclaim reclaim;

    TopicDestination(CoreContext context, long id, DestinationName name, ServerConnection owner) {
        super(context, id, name, owner);
        this.reclaim = new Reclaim(context, this);
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
        if (subscription.form().isDurable()) {
            reclaim.subscriptionEnded();
        }
    }

    Iterable<Subscription> subscriptions() {
        return subscriptions.values();
    }

    int subscriptionCount() {
        return subscriptions.size();
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
            reclaim.somethingStays();
        }
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

    /** A durable subscription has consumed a stored entry. */
    void consumed(Entry entry) {
        reclaim.consumed(entry);
    }

    /** Removes what nobody wants any more; called now and then. */
    void reclaim() {
        reclaim.look();
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
    int postponedCount() {
        int count = 0;
        for (Subscription subscription : subscriptions.values()) {
            count += subscription.postponed.messages();
        }
        return count;
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

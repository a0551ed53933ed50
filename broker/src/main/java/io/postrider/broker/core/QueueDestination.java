package io.postrider.broker.core;

import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.message.DestinationName;

/** A queue: one subscription, and a message is gone when it is acknowledged. Owned by the core's thread. */
final class QueueDestination extends Destination {
    private final Subscription subscription;

    QueueDestination(CoreContext context, long id, DestinationName name, ServerConnection owner, long subscriptionId) {
        super(context, id, name, owner);
        this.subscription = new Subscription(context, subscriptionId, Subscription.Form.QUEUE, this, null, null, false, 0, 0);
    }

    Subscription subscription() {
        return subscription;
    }

    @Override
    void enter(StoredMessage message, boolean loaded) {
        // a lane made now begins with this message
        SubscriptionLane view = subscription.lane(message.priority());
        Lane lane = lane(message.priority());
        long position = context.takePosition();
        boolean stored = stores(message);
        StoredMessage entered = at(message, position, id(), stored ? bodyInStore(message) : message.body());
        if (stored) {
            context.open().storeMessage(id(), message.priority(), position, entered);
        }
        lane.entered(position, entered, stored);
        received++;
        boolean inMemory = loaded || !stored;
        view.enter(position, inMemory ? new CachedMessage(context, entered, stored, waitsFor(entered, stored)) : null,
                entered.expiresAtMs());
    }

    @Override
    SubscriptionLane view(Subscription by, int priority) {
        Lane lane = lane(priority);
        return new SubscriptionLane(context, by, lane, new Consumption.Removal(context, lane), false, lane.lowest() - 1);
    }

    @Override
    void shrink() {
        subscription.shrink();
    }

    @Override
    long depth() {
        long depth = 0;
        for (int priority = 0; priority < 10; priority++) {
            Lane lane = laneOrNull(priority);
            depth += lane == null ? 0 : lane.count();
        }
        return depth;
    }

    @Override
    int postponedCount() {
        return subscription.postponed.messages();
    }

    @Override
    int consumerCount() {
        return subscription.consumers().size();
    }

    @Override
    void delete() {
        super.delete();
        subscription.delete();
    }
}

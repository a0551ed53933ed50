package io.postrider.broker.core;

import io.postrider.broker.selector.Selector;
import io.postrider.broker.store.SubscriptionRecord;

import java.util.ArrayList;
import java.util.List;

/**
 * What was consumed of a destination, and by whom it is consumed now: the one of a queue, or a subscription of a topic
 * (specification 8.3). Owned by the core's thread.
 */
final class Subscription {
    /** Kinds of subscriptions. */
    enum Form {
        QUEUE, NON_DURABLE, DURABLE, SHARED, SHARED_DURABLE;

        boolean isDurable() {
            return this == DURABLE || this == SHARED_DURABLE;
        }

        boolean isShared() {
            return this == SHARED || this == SHARED_DURABLE;
        }
    }

    /** Who a named subscription is, besides its topic. */
    record Identity(String clientId, String name) {
    }

    private final CoreContext context;
    private final long id;
    private final Form form;
    private final Destination destination;
    private final Identity identity;
    private final Selector selector;
    private final boolean noLocal;
    private final long from;
    /** Logical connection that made it, for noLocal of connections without client id. */
    private final long connection;
    private final SubscriptionLane[] lanes = new SubscriptionLane[10];
    private final List<ServerConsumer> consumers = new ArrayList<>();
    private final Dispatcher dispatcher;
    /** Whether it is queued to be dispatched; kept by the context. */
    boolean awake;
    /** Entries of closed consumers that their sessions can still acknowledge; kept by the sessions. */
    int keptCount;
    /** Entries whose next attempt is not yet; kept by {@link Postponed}. */
    final Postponed.Share postponed = new Postponed.Share();
    /** Consumers that hold a subscription in memory, those of lost links included; kept by {@link Consumers}. */
    int owners;
    /** The write set that stores it, 0 if none has to: who is told of it waits for that. */
    long madeIn;
    private boolean deleted;

    Subscription(CoreContext context, long id, Form form, Destination destination, Identity identity, Selector selector,
                 boolean noLocal, long from, long connection) {
        this.context = context;
        this.id = id;
        this.form = form;
        this.destination = destination;
        this.identity = identity;
        this.selector = selector;
        this.noLocal = noLocal;
        this.from = from;
        this.connection = connection;
        this.dispatcher = new Dispatcher(context, this);
    }

    long id() {
        return id;
    }

    Form form() {
        return form;
    }

    Destination destination() {
        return destination;
    }

    Identity identity() {
        return identity;
    }

    /** Of the subscription, not of a queue's consumers; null if it takes everything. */
    Selector selector() {
        return selector;
    }

    boolean noLocal() {
        return noLocal;
    }

    /** Whether each message is decided on when it enters, and what was decided is stored. */
    boolean isFiltered() {
        return selector != null || noLocal;
    }

    /** It takes messages accepted at or above this position. */
    long from() {
        return from;
    }

    boolean isDeleted() {
        return deleted;
    }

    /** Whether a message is for it (specification 8.3, noLocal: 8.3.3). */
    boolean wants(CachedMessage message) {
        if (message.message().accepted() < from) {
            return false;
        }
        if (noLocal) {
            String clientId = identity == null ? null : identity.clientId();
            if (message.message().connection() == connection || clientId != null && clientId.equals(message.message().clientId())) {
                return false;
            }
        }
        return selector == null || selector.matches(message.fields());
    }

    /** Its view of a lane, made at the first need. */
    SubscriptionLane lane(int priority) {
        SubscriptionLane lane = lanes[priority];
        if (lane == null) {
            lane = destination.view(this, priority);
            lanes[priority] = lane;
        }
        return lane;
    }

    /** Its view of a lane, or null if there was no need for one. */
    SubscriptionLane laneOrNull(int priority) {
        return lanes[priority];
    }

    List<ServerConsumer> consumers() {
        return consumers;
    }

    void add(ServerConsumer consumer) {
        consumers.add(consumer);
        context.wake(this);
    }

    void remove(ServerConsumer consumer) {
        consumers.remove(consumer);
        context.wake(this);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Delivers what can be delivered. @return whether its share was used up before everything was */
    boolean dispatch() {
        return !deleted && dispatcher.dispatch();
    }

    /** A message went back: cursors above it step back. */
    void stepBack(int priority, long position) {
        for (ServerConsumer consumer : consumers) {
            consumer.stepBack(priority, position);
        }
    }

    /** Messages that are in memory and not consumed are let go; what is stored of it is the caller's matter. */
    void delete() {
        deleted = true;
        for (SubscriptionLane lane : lanes) {
            if (lane != null) {
                lane.clear();
            }
        }
    }

    /** Gives memory back, unless somebody takes from here who takes everything. */
    void shrink() {
        boolean isLookedAt = false;
        for (ServerConsumer consumer : consumers) {
            if (consumer.canTake()) {
                if (!consumer.selects()) {
                    return;
                }
                isLookedAt = true;
            }
        }
        for (SubscriptionLane lane : lanes) {
            if (lane != null) {
                lane.shrink(isLookedAt);
            }
        }
    }

    /** What is at a position has left memory: whoever looked above the window finds it only by looking again. */
    void leftMemory(int priority, long position) {
        for (ServerConsumer consumer : consumers) {
            consumer.leftMemory(priority, position);
        }
    }

    /** Whether something of it is in the overflow. */
    boolean isInOverflow() {
        for (SubscriptionLane lane : lanes) {
            if (lane != null && lane.isInOverflow()) {
                return true;
            }
        }
        return false;
    }

    /** A clean stop. */
    void lowerMarks() {
        for (SubscriptionLane lane : lanes) {
            if (lane != null) {
                lane.lowerMark();
            }
        }
    }

    SubscriptionRecord toRecord() {
        return new SubscriptionRecord(id, destination.id(), switch (form) {
            case QUEUE -> SubscriptionRecord.Form.QUEUE;
            case DURABLE -> SubscriptionRecord.Form.DURABLE;
            case SHARED_DURABLE -> SubscriptionRecord.Form.SHARED_DURABLE;
            case NON_DURABLE, SHARED -> throw new IllegalStateException("a subscription in memory has no record");
        }, identity == null ? "" : identity.name(), identity == null ? null : identity.clientId(),
                selector == null ? null : selector.text(), noLocal, from);
    }

    /** Entries that a session holds. */
    boolean hasHeld() {
        for (ServerConsumer consumer : consumers) {
            if (consumer.heldCount() > 0) {
                return true;
            }
        }
        return keptCount > 0;
    }

    @Override
    public String toString() {
        return form + " subscription " + id + (identity == null ? "" : " '" + identity.name() + "'") + " of " + destination.name();
    }
}

package io.postrider.broker.core;

import io.postrider.broker.store.DestinationRecord;
import io.postrider.broker.store.LaneRecord;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.message.DestinationName;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A queue or a topic: up to ten lanes, made at the first message of their priority. Owned by the core's thread.
 */
abstract sealed class Destination permits QueueDestination, TopicDestination {
    final CoreContext context;
    private final long id;
    private final DestinationName name;
    /** The logical connection that a temporary destination belongs to, or null. */
    private final ServerConnection owner;
    private final Lane[] lanes = new Lane[10];
    /** The credit of every session that sends here. */
    private final Set<ProducerFlow> flows = new LinkedHashSet<>();
    private final Set<ProducerFlow> waiting = new LinkedHashSet<>();
    private boolean deleted;
    long received;

    Destination(CoreContext context, long id, DestinationName name, ServerConnection owner) {
        this.context = context;
        this.id = id;
        this.name = name;
        this.owner = owner;
    }

    long id() {
        return id;
    }

    DestinationName name() {
        return name;
    }

    ServerConnection owner() {
        return owner;
    }

    boolean isTemporary() {
        return owner != null;
    }

    boolean isDeleted() {
        return deleted;
    }

    Lane lane(int priority) {
        Lane lane = lanes[priority];
        if (lane == null) {
            lane = new Lane(context, id, priority);
            lanes[priority] = lane;
        }
        return lane;
    }

    Lane laneOrNull(int priority) {
        return lanes[priority];
    }

    void load(LaneRecord record) {
        lanes[record.priority()] = new Lane(context, record);
    }

    /**
     * A message enters now: it takes its position, is stored if it must be, and goes to whom it concerns.
     *
     * @param message with {@code accepted} 0 if it takes that from its position
     * @param loaded  whether its body is at hand or needs none, so that it can be given out from memory
     */
    abstract void enter(StoredMessage message, boolean loaded);

    /** How {@code subscription} sees a lane. */
    abstract SubscriptionLane view(Subscription subscription, int priority);

    /** Gives memory back where nobody takes. */
    abstract void shrink();

    /** Messages that are waiting. */
    abstract long depth();

    /** Messages whose attempt has failed and whose next one is not yet; one of a topic counts once for each subscription. */
    abstract int postponedCount();

    abstract int consumerCount();

    boolean hasConsumers() {
        return consumerCount() > 0;
    }

    long bytes() {
        long bytes = 0;
        for (Lane lane : lanes) {
            bytes += lane == null ? 0 : lane.bytes();
        }
        return bytes;
    }

    boolean hasRoom() {
        return bytes() < context.settings.destinationBytesMax() && context.memory.admits();
    }

    void await(ProducerFlow flow) {
        if (waiting.add(flow)) {
            context.awaitsRoom(this);
        }
    }

    void opened(ProducerFlow flow) {
        flows.add(flow);
    }

    void closed(ProducerFlow flow) {
        flows.remove(flow);
        waiting.remove(flow);
    }

    /** Grants credit to who waits, if there is room now. @return whether nobody waits any more */
    boolean grant() {
        if (deleted) {
            waiting.clear();
        }
        if (waiting.isEmpty() || !hasRoom()) {
            return waiting.isEmpty();
        }
        Set<ProducerFlow> granted = new LinkedHashSet<>(waiting);
        waiting.clear();
        granted.forEach(ProducerFlow::refill);
        return waiting.isEmpty();
    }

    void delete() {
        deleted = true;
        waiting.clear();
        flows.forEach(ProducerFlow::forget);
        flows.clear();
    }

    DestinationRecord toRecord() {
        return new DestinationRecord(id, name);
    }

    /** Whether a message is put into the store when it enters here. */
    boolean stores(StoredMessage message) {
        return isStoring(message.persistent());
    }

    /** Whether messages of a delivery mode are put into the store when they enter here. */
    boolean isStoring(boolean persistent) {
        return persistent && !isTemporary();
    }

    static StoredMessage at(StoredMessage message, long position, long destination, long body) {
        long accepted = message.accepted() == 0 ? position : message.accepted();
        return new StoredMessage(accepted, message.expiresAtMs(), message.connection(), message.clientId(), destination,
                message.priority(), message.persistent(), body, message.message());
    }

    /** The write set that a delivery of a message that enters now waits for: the one that stores it, or brings its body there. */
    long waitsFor(StoredMessage message, boolean stored) {
        return stored || message.message().isBodyApart() ? context.outbox.openNumber() : 0;
    }

    /** The body that a message entering the store refers to: one it has, or a new one if it is too large to stay inline. */
    long bodyInStore(StoredMessage message) {
        if (message.body() != 0) {
            context.bodies.claim(message.body());
            return message.body();
        }
        boolean inline = message.message().bodyLength() <= StoredMessage.INLINE_BODY_BYTES_MAX;
        return inline ? 0 : context.bodies.store(message.message());
    }
}

package io.postrider.broker.core;

import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.Deliver;

import java.util.List;

/**
 * Gives the messages of one subscription to its consumers: by priority, in order, as credit allows, in turn. Owned by the
 * core's thread.
 */
final class Dispatcher {
    private final CoreContext context;
    private final Subscription subscription;
    /** Who was given to last; before the first one. */
    private int turn = -1;
    private int steps;

    Dispatcher(CoreContext context, Subscription subscription) {
        this.context = context;
        this.subscription = subscription;
    }

    /** @return whether there is more to do */
    boolean dispatch() {
        List<ServerConsumer> consumers = subscription.consumers();
        if (consumers.isEmpty()) {
            return false;
        }
        steps = context.bounds.stepsMax();
        boolean plain = false;
        for (int i = 0; i < consumers.size(); i++) {
            ServerConsumer consumer = consumers.get(i);
            if (consumer.selects()) {
                giveSelected(consumer);
            } else {
                plain = true;
            }
        }
        if (plain) {
            givePlain();
        }
        if (steps <= 0) {
            return true;
        }
        for (int i = 0; i < consumers.size(); i++) {
            ServerConsumer consumer = consumers.get(i);
            if (consumer.isDraining() && !consumer.isRecalled() && (!consumer.canTake() || !mayGetMore(consumer))) {
                consumer.drained();
            }
        }
        if (consumers.size() > 1) {
            context.recalls.givenOut(subscription);
        }
        return false;
    }

    /** What a consumer has given back is for the others first. */
    void turnBehind(ServerConsumer consumer) {
        turn = subscription.consumers().indexOf(consumer);
    }

    private void givePlain() {
        for (int priority = 9; priority >= 0; priority--) {
            SubscriptionLane lane = subscription.laneOrNull(priority);
            if (lane == null) {
                continue;
            }
            for (Entry entry = lane.next(); entry != null; entry = lane.next()) {
                if (--steps < 0) {
                    return;
                }
                if (entry.isExpired(context.nowMs())) {
                    lane.remove(entry);
                    continue;
                }
                ServerConsumer consumer = nextInTurn();
                if (consumer == null) {
                    return;
                }
                give(consumer, entry);
            }
            if (!anyCanTake()) {
                return;
            }
            lane.readAhead(context.bounds.readAhead());
            if (lane.isReading() || lane.ready() > 0) {
                // what comes has a higher priority than what is ready below
                return;
            }
        }
    }

    private ServerConsumer nextInTurn() {
        List<ServerConsumer> consumers = subscription.consumers();
        for (int tries = consumers.size(); tries > 0; tries--) {
            turn = turn + 1 < consumers.size() ? turn + 1 : 0;
            ServerConsumer consumer = consumers.get(turn);
            if (!consumer.selects() && consumer.canTake()) {
                return consumer;
            }
        }
        return null;
    }

    /** Asks without passing the turn on: or of two consumers each message that comes alone would go to the same one. */
    private boolean anyCanTake() {
        List<ServerConsumer> consumers = subscription.consumers();
        for (int i = 0; i < consumers.size(); i++) {
            ServerConsumer consumer = consumers.get(i);
            if (!consumer.selects() && consumer.canTake()) {
                return true;
            }
        }
        return false;
    }

    private void giveSelected(ServerConsumer consumer) {
        for (int priority = 9; priority >= 0 && consumer.canTake(); priority--) {
            SubscriptionLane lane = subscription.laneOrNull(priority);
            if (lane == null) {
                continue;
            }
            while (consumer.canTake()) {
                Entry entry = nextFor(consumer, lane);
                if (entry == null) {
                    lane.readAhead(context.bounds.readAhead());
                    scan(consumer, lane);
                    break;
                }
                if (--steps < 0) {
                    return;
                }
                consumer.cursor(priority, entry.position + 1);
                if (entry.isExpired(context.nowMs())) {
                    lane.remove(entry);
                } else if (consumer.selector().matches(entry.message.fields())) {
                    give(consumer, entry);
                }
            }
        }
    }

    private Entry nextFor(ServerConsumer consumer, SubscriptionLane lane) {
        long cursor = consumer.cursor(lane.priority());
        Entry entry = lane.nextReady(cursor);
        return entry != null ? entry : lane.nextReadyBeyond(Math.max(cursor, lane.coveredTo() + 1), consumer.scannedTo(lane.priority()));
    }

    /** The window is full of what others have not taken, so the reader looks above it for this consumer. */
    private void scan(ServerConsumer consumer, SubscriptionLane lane) {
        int priority = lane.priority();
        if (lane.isComplete() || lane.isReading() || consumer.isScanning(priority) || !lane.hasReady(context.bounds.readAhead())) {
            return;
        }
        long after = Math.max(consumer.scannedTo(priority), lane.coveredTo());
        if (after >= lane.tail()) {
            return;
        }
        consumer.scanning(priority, true);
        lane.scan(after, context.bounds.readMessagesMax(), new Scan(consumer.selector()), run -> scanned(consumer, lane, after, run));
    }

    private void scanned(ServerConsumer consumer, SubscriptionLane lane, long after, Brought.Run run) {
        int priority = lane.priority();
        consumer.scanning(priority, false);
        if (consumer.isClosed() || subscription.isDeleted()) {
            return;
        }
        long coverage = run.coverage();
        for (Brought found : run.found()) {
            if (!consumer.canTake()) {
                coverage = found.position() - 1;
                break;
            }
            Entry entry = lane.takeBeyond(found);
            if (entry != null && entry.isExpired(context.nowMs())) {
                lane.remove(entry);
            } else if (entry != null) {
                give(consumer, entry);
            }
        }
        if (coverage > after) {
            consumer.scannedTo(priority, coverage);
            context.wake(subscription);
        } else {
            context.wakeWhenDurable(subscription, Math.min(context.outbox.openNumber(), run.applied() + 1));
        }
    }

    private void give(ServerConsumer consumer, Entry entry) {
        SubscriptionLane lane = entry.lane;
        StoredMessage message = entry.message.message();
        long waitsFor = lane.delivered(entry);
        boolean redelivered = lane.mark().isShownAsRedelivered(entry);
        int count = Math.max(entry.attempts + 1, redelivered ? 2 : 1);
        lane.held(entry);
        boolean apart = message.message().isBodyApart();
        waitsFor = consumer.took(entry, message.persistent() || apart ? waitsFor : 0);
        Deliver delivery = new Deliver(consumer.id(), consumer.session().generation(), entry.position, message.priority(),
                message.persistent(), redelivered, count, apart ? consumer.session().connection().nextStream() : 0, message.message());
        context.outbox.deliver(consumer.session().connection().peer(), delivery, apart ? message.body() : 0, waitsFor);
    }

    /** Whether reads under way, or still to come, may bring something that this consumer can have. */
    boolean mayGetMore(ServerConsumer consumer) {
        for (int priority = 9; priority >= 0; priority--) {
            SubscriptionLane lane = subscription.laneOrNull(priority);
            if (lane != null && (lane.isReading() || consumer.isScanning(priority)
                    || (consumer.selects() ? Math.max(consumer.scannedTo(priority), lane.coveredTo()) < lane.tail() : !lane.isComplete()))) {
                return true;
            }
        }
        return false;
    }
}

package io.postrider.broker.core;

import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Outcome;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Series;
import io.postrider.transport.frame.SubscriptionKind;
import io.postrider.transport.frame.TransactionOutcome;
import io.postrider.transport.message.DestinationName;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a broker owes its clients, by what they sent and were told. Shares nothing with the core: it knows messages by the ids
 * that their senders gave them.
 */
final class Checker {
    /** A durable subscription as its clients know it. */
    static final class Durable {
        final String clientId;
        final String name;
        final Subscribed spec;
        final long id;
        final int sinceStep;
        /** Somebody asked to end it. */
        boolean ending;

        Durable(String clientId, String name, Subscribed spec, long id, int sinceStep) {
            this.clientId = clientId;
            this.name = name;
            this.spec = spec;
            this.id = id;
            this.sinceStep = sinceStep;
        }
    }

    /** What is subscribed to, and how. */
    record Subscribed(SubscriptionKind kind, DestinationName topic, Filter filter, boolean noLocal) {
    }

    private record CopyKey(long subscription, long position) {
    }

    private record Stream(long session, DestinationName destination, int priority, boolean persistent) {
    }

    private final Simulation simulation;
    private final Map<Long, Sent> messages = new LinkedHashMap<>();
    private final Map<CopyKey, Copy> copies = new LinkedHashMap<>();
    private final Long2ObjectOpenHashMap<Copy> firstAt = new Long2ObjectOpenHashMap<>();
    private final Map<Stream, Long> delivered = new HashMap<>();
    private final Map<String, Durable> durables = new LinkedHashMap<>();
    private final Map<String, Integer> endings = new HashMap<>();
    private final Map<String, Integer> onTheWay = new HashMap<>();
    /** By subscription and message: the position, since a message is in a subscription once. */
    private final Map<String, Long> positionIn = new HashMap<>();

    Checker(Simulation simulation) {
        this.simulation = simulation;
    }

    void sending(Sent message) {
        messages.put(message.id, message);
    }

    Map<String, Durable> durables() {
        return durables;
    }

    // ---- what leaves the broker

    /** A frame leaves the core for a link that is up: what it says must be durable. */
    void leaves(SimulatedClient client, Frame frame) {
        switch (frame.type()) {
            case CONFIRMED -> {
                Confirmed confirmed = (Confirmed) frame;
                SimulatedSession session = client.session(confirmed.session());
                if (session != null && confirmed.series() == Series.PERSISTENT) {
                    for (Sent message : session.unanswered(Series.PERSISTENT)) {
                        if (message.number <= confirmed.upTo() && !session.isRefusedOnTheWay(message.number)) {
                            requireSynced(message, frame);
                        }
                    }
                }
            }
            case REFUSED -> {
                Refused refused = (Refused) frame;
                SimulatedSession session = client.session(refused.session());
                if (session != null && refused.series() == Series.PERSISTENT) {
                    session.refusedOnTheWay(refused.number());
                }
            }
            case OUTCOME -> {
                Outcome outcome = (Outcome) frame;
                SimulatedSession session = client.session(outcome.session());
                if (session != null && outcome.outcome() == TransactionOutcome.COMMITTED) {
                    session.transactionSends().forEach(message -> requireSynced(message, frame));
                }
            }
            case DELIVER -> {
                Deliver deliver = (Deliver) frame;
                SimulatedConsumer consumer = client.consumer(deliver.consumer());
                if (deliver.persistent() && consumer != null && consumer.destination.kind() == DestinationName.Kind.QUEUE
                        && !simulation.store.syncedPositions.contains(deliver.position())) {
                    throw new SimulationFailure("a persistent message is delivered that a crash would lose: " + Simulation.describe(frame));
                }
            }
            default -> {
                // says nothing that a crash could take back
            }
        }
    }

    private void requireSynced(Sent message, Frame frame) {
        if (message.persistent && message.destination.kind() == DestinationName.Kind.QUEUE && !simulation.store.syncedIds.contains(message.id)) {
            throw new SimulationFailure(Simulation.describe(frame) + " leaves before this is durable: " + message);
        }
    }

    // ---- what clients get

    /** A delivery was accepted by a client. @return the copy */
    Copy delivered(SimulatedConsumer consumer, Deliver deliver, byte[] body) {
        Sent message = messages.get((Long) deliver.message().properties().values().get(Sent.ID));
        if (message == null) {
            throw new SimulationFailure("nobody sent " + Simulation.describe(deliver));
        }
        DestinationName where = consumer.destination;
        boolean letter = deliver.message().properties().values().containsKey(Redelivery.ORIGINAL_DESTINATION);
        if (letter ? !where.equals(Simulation.DEAD_LETTERS) : !where.equals(message.destination)) {
            throw new SimulationFailure("delivered from " + where + ": " + message);
        }
        if (letter && (int) deliver.message().properties().values().get(Redelivery.DELIVERY_ATTEMPTS) < Simulation.ATTEMPTS_MAX) {
            throw new SimulationFailure("a dead letter before its attempts were used up: " + Simulation.describe(deliver));
        }
        switch (message.status) {
            case REFUSED, ROLLED_BACK, STAGED -> throw new SimulationFailure("delivered although it was not sent in the end: " + message);
            default -> {
                // may be there
            }
        }
        if (deliver.priority() != message.priority || deliver.persistent() != message.persistent || !message.isBody(deliver.message(), body)) {
            throw new SimulationFailure("delivered with another priority, mode or body: " + message + " as " + Simulation.describe(deliver));
        }
        if (!letter && simulation.nowMs < message.issuedMs + message.delayMs) {
            throw new SimulationFailure("delivered at " + simulation.nowMs + " ms, before its time: " + message);
        }
        if (!consumer.filter.selects().test(message)) {
            throw new SimulationFailure("not selected by " + consumer.filter + ": " + message);
        }
        if (consumer.noLocal && (consumer.kind == SubscriptionKind.NON_DURABLE && message.connection == consumer.madeByConnection
                || consumer.madeByClientId != null && consumer.madeByClientId.equals(message.clientId))) {
            throw new SimulationFailure("delivered to a noLocal consumer of its sender: " + message);
        }
        if (consumer.browser) {
            return null;
        }
        if (deliver.redelivered() != deliver.deliveryCount() > 1) {
            throw new SimulationFailure("delivery count and mark do not fit: " + Simulation.describe(deliver));
        }
        simulation.coverage.count(deliver.redelivered() ? "delivered again" : body != null ? "delivered with body apart" : "delivered");
        Copy copy = copies.computeIfAbsent(new CopyKey(consumer.subscription, deliver.position()),
                key -> new Copy(message, where, key.subscription, key.position));
        Copy first = firstAt.putIfAbsent(deliver.position(), copy);
        if (copy.message != message || first != null && (first.message != message || !first.where.equals(where))) {
            throw new SimulationFailure("position " + deliver.position() + " is used twice: for " + (first == null ? copy : first) + " and for " + message);
        }
        if (copy.heldByBranch) {
            throw new SimulationFailure("delivered although a prepared branch has acknowledged it: " + copy);
        }
        if (copy.consumed) {
            throw new SimulationFailure("delivered again after its acknowledgement was confirmed: " + copy);
        }
        if (copy.taken && !deliver.redelivered()) {
            throw new SimulationFailure("delivered again without a mark: " + copy);
        }
        if (letter) {
            message.letters++;
            simulation.coverage.count("delivered dead letter");
        } else {
            Long before = positionIn.putIfAbsent(consumer.subscription + " " + message.id, deliver.position());
            if (before != null && before != deliver.position()) {
                throw new SimulationFailure("in subscription " + consumer.subscription + " twice, at " + before + " and " + deliver.position() + ": " + message);
            }
            checkOrder(consumer, message, copy);
        }
        return copy;
    }

    private void checkOrder(SimulatedConsumer consumer, Sent message, Copy copy) {
        if (!simulation.isOrdered(message.destination) || message.inBranch || message.delayMs > 0 || copy.message.position != 0) {
            return;
        }
        message.position = copy.position;
        Stream stream = new Stream(message.session.id, message.destination, message.priority, message.persistent);
        Long last = delivered.put(stream, message.order);
        if (last != null && last > message.order) {
            throw new SimulationFailure("overtaken by the message of order " + last + ": order " + message.order + " of " + message);
        }
    }

    /** A durable subscription was opened. */
    void opened(String clientId, String name, Subscribed spec, long id, int endingsBefore) {
        Durable known = durables.get(clientId + "/" + name);
        if (known != null && known.id != id && !known.ending && known.spec.equals(spec)) {
            throw new SimulationFailure("the durable subscription " + name + " of " + clientId + " was " + known.id + " and is " + id);
        }
        if (known == null || known.id != id) {
            Durable made = new Durable(clientId, name, spec, id, simulation.step);
            made.ending = endings(clientId, name) != endingsBefore || onTheWay.getOrDefault(clientId + "/" + name, 0) > 0;
            durables.put(clientId + "/" + name, made);
        }
    }

    /** How often somebody asked to end a subscription of that name. */
    int endings(String clientId, String name) {
        return endings.getOrDefault(clientId + "/" + name, 0);
    }

    /** A request to end it was answered; one whose answer is lost may still arrive at any time. */
    void ended(String clientId, String name) {
        onTheWay.merge(clientId + "/" + name, -1, Integer::sum);
    }

    /** A request leaves that ends a subscription, or puts another one in its place. */
    void ending(String clientId, String name) {
        endings.merge(clientId + "/" + name, 1, Integer::sum);
        onTheWay.merge(clientId + "/" + name, 1, Integer::sum);
        Durable known = durables.get(clientId + "/" + name);
        if (known != null) {
            known.ending = true;
        }
    }

    // ---- at the end

    /** Everything was drained: what was promised and did not come is lost. */
    void nothingIsLost() {
        Map<Long, List<Copy>> byMessage = new HashMap<>();
        copies.values().forEach(copy -> byMessage.computeIfAbsent(copy.message.id, id -> new ArrayList<>()).add(copy));
        for (Sent message : messages.values()) {
            boolean kept = message.isGiven() && (message.persistent || message.boot == simulation.boot);
            boolean expired = message.timeToLiveMs > 0 && simulation.nowMs >= message.issuedMs + message.timeToLiveMs;
            if (!kept || expired || message.letters > 0) {
                continue;
            }
            List<Copy> its = byMessage.getOrDefault(message.id, List.of());
            if (message.destination.kind() == DestinationName.Kind.QUEUE) {
                if (its.stream().noneMatch(copy -> copy.where.equals(message.destination) && (copy.consumed || copy.maybe > 0))) {
                    throw new SimulationFailure("lost: " + message + ", of which there was " + its);
                }
            } else if (message.destination.kind() == DestinationName.Kind.TOPIC) {
                for (Durable durable : durables.values()) {
                    if (wants(durable, message) && its.stream().noneMatch(copy -> copy.subscription == durable.id && (copy.consumed || copy.maybe > 0))) {
                        throw new SimulationFailure("lost for subscription " + durable.id + " " + durable.name + ": " + message);
                    }
                }
            }
        }
    }

    private static boolean wants(Durable durable, Sent message) {
        return !durable.ending && durable.spec.topic.equals(message.destination) && durable.sinceStep < message.issuedStep
                && durable.spec.filter.selects().test(message)
                && !(durable.spec.noLocal && (durable.clientId == null || durable.clientId.equals(message.session.client.clientId)));
    }
}

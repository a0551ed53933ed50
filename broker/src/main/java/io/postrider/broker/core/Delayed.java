package io.postrider.broker.core;

import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.ReadResult.Found;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.message.WireMessage;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/**
 * Messages that wait for their delivery time (specification 7.9). Stored ones wait in the store and only the next due time is
 * known; the others wait in memory. Owned by the core's thread.
 */
final class Delayed {
    private record Unstored(Destination destination, CachedMessage message) {
    }

    private final CoreContext context;
    private final Destinations destinations;
    private final TreeMap<Long, Deque<Unstored>> unstored = new TreeMap<>();
    /** Due times of what was stored in write sets that a read under way may not see. */
    private final TreeMap<Long, Long> recent = new TreeMap<>();
    /** Accepted positions that fell due, by the write set that removes them, until no read can bring them up again. */
    private final Long2LongOpenHashMap fallen = new Long2LongOpenHashMap();
    /** No stored message is due before; 0 until the store was asked. */
    private long nextStoredMs;
    private boolean reading;
    /** The lowest due time that was stored since that was asked. */
    private long storedMeanwhileMs;

    Delayed(CoreContext context, Destinations destinations) {
        this.context = context;
        this.destinations = destinations;
    }

    /** Puts a message aside until {@code dueMs}; {@code accepted} is its position. */
    void put(Destination destination, StoredMessage message, long dueMs) {
        long accepted = context.takePosition();
        if (!destination.stores(message)) {
            CachedMessage waiting = new CachedMessage(context, Destination.at(message, accepted, destination.id(), message.body()), false, 0);
            waiting.hold(true);
            unstored.computeIfAbsent(dueMs, due -> new ArrayDeque<>()).addLast(new Unstored(destination, waiting));
            return;
        }
        context.open().storeDelayed(dueMs, accepted, Destination.at(message, accepted, destination.id(), destination.bodyInStore(message)));
        nextStoredMs = Math.min(nextStoredMs, dueMs);
        storedMeanwhileMs = Math.min(storedMeanwhileMs, dueMs);
        // every read that is still to answer has seen those
        recent.headMap(context.reads.settled(), true).clear();
        recent.merge(context.outbox.openNumber(), dueMs, Math::min);
    }

    /** Broker time of the next delivery that is known of, {@link Long#MAX_VALUE} if none. */
    long nextMs() {
        long next = unstored.isEmpty() ? Long.MAX_VALUE : unstored.firstKey();
        return reading ? next : Math.min(next, nextStoredMs);
    }

    /** Lets fall due what is due, one command's share of it: {@link #nextMs} tells whether there is more. */
    void fallDue() {
        for (int left = context.bounds.stepsMax(); left > 0 && !unstored.isEmpty() && unstored.firstKey() <= context.nowMs() && context.hasNumbers(); left--) {
            Deque<Unstored> due = unstored.firstEntry().getValue();
            Unstored next = due.removeFirst();
            if (due.isEmpty()) {
                unstored.pollFirstEntry();
            }
            if (!next.destination.isDeleted()) {
                next.destination.enter(next.message.message(), true);
            }
            next.message.release(true);
        }
        if (!reading && nextStoredMs <= context.nowMs() && context.hasNumbers()) {
            reading = true;
            storedMeanwhileMs = Long.MAX_VALUE;
            // what was removed lies below, and is not walked over again
            long from = nextStoredMs;
            context.reads.ask(id -> new ReadRequest.Delayed(id, from, Long.MAX_VALUE, context.bounds.readMessagesMax(), context.bounds.readBytesMax()), this::read);
        }
    }

    private void read(ReadResult result) {
        reading = false;
        if (!context.hasNumbers()) {
            // they need positions: asked again when there are some
            return;
        }
        recent.headMap(result.applied(), true).clear();
        fallen.long2LongEntrySet().removeIf(entry -> entry.getLongValue() <= result.applied());
        long next = result.scanned();
        for (Found found : result.found()) {
            if (found.position() > context.nowMs()) {
                next = found.position();
                break;
            }
            StoredMessage message = found.message();
            if (!fallen.containsKey(message.accepted())) {
                fallen.put(message.accepted(), context.outbox.openNumber());
                context.open().removeDelayed(found.position(), message.accepted());
                Destination destination = destinations.byId(message.destination());
                if (destination == null) {
                    context.bodies.release(message);
                } else {
                    destination.enter(message, !message.message().isBodyApart() || message.message().bodyLength() > WireMessage.INLINE_BODY_BYTES_MAX);
                }
            }
        }
        for (long due : recent.values()) {
            next = Math.min(next, due);
        }
        // what was stored below the place where the read began was not seen by it
        nextStoredMs = Math.min(next, storedMeanwhileMs);
    }
}

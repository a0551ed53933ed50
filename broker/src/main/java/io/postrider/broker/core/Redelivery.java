package io.postrider.broker.core;

import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Brings back what sessions hold: to its old position, counted as an attempt if the application got it, at once or after the delay that
 * its consumer wants, and to the dead-letter queue when its attempts are used up (specification 6.2.10, 3.5.11). Owned by the core's thread.
 */
final class Redelivery {
    /** Properties that say where a dead letter comes from. */
    static final String ORIGINAL_DESTINATION = "JMS_Postrider_OriginalDestination";
    static final String DELIVERY_ATTEMPTS = "JMS_Postrider_DeliveryAttempts";

    private final CoreContext context;
    private final Destinations destinations;

    Redelivery(CoreContext context, Destinations destinations) {
        this.context = context;
        this.destinations = destinations;
    }

    /** Everything that a session holds, but for what is acknowledged in its transaction, goes back. */
    void recover(ServerSession session, Collection<MessageRef> handedOver) {
        giveBack(held(session, false), handedOver);
    }

    /** The same with what was acknowledged in the transaction, which is over. */
    void rollback(ServerSession session, Collection<MessageRef> handedOver) {
        giveBack(held(session, true), handedOver);
    }

    /** A transaction is rolled back that answers for entries itself: the application has had what it acknowledged. */
    void rollback(Transaction transaction) {
        for (Entry entry : new ArrayList<>(transaction.acknowledged())) {
            if (entry.transaction == transaction) {
                transaction.letGo(entry);
                attemptFailed(entry);
            }
        }
    }

    /** What a session acknowledges in a branch that was rolled back meanwhile. */
    void rollback(ServerSession session, Collection<MessageRef> handedOver, Function<MessageRef, Entry> find) {
        for (MessageRef ref : handedOver) {
            Entry entry = find.apply(ref);
            if (entry != null && entry.holder == session && !entry.inTransaction) {
                session.release(entry);
                attemptFailed(entry);
            }
        }
    }

    /** A consumer closes: what is named stays with its session, the rest goes back as it was. */
    void close(ServerConsumer consumer, Collection<MessageRef> kept) {
        Set<MessageRef> named = new HashSet<>(kept);
        List<Entry> rest = new ArrayList<>();
        for (Entry entry : consumer.held()) {
            if (entry.inTransaction || named.contains(ref(entry))) {
                consumer.dropped(entry);
                consumer.session().keep(entry);
            } else {
                rest.add(entry);
            }
        }
        giveBack(rest, List.of());
    }

    /** The link was lost: what credit shows as taken by the application is counted, the rest is flagged. */
    void lost(ServerSession session) {
        for (Entry entry : held(session, true)) {
            boolean counted = entry.inTransaction || entry.consumer == null || entry.consumer.wasTaken(entry);
            session.release(entry);
            entry.flagged = true;
            if (counted) {
                attemptFailed(entry);
            } else {
                entry.lane.giveBack(entry);
            }
        }
    }

    /** Messages that the application never saw go back as they were. */
    void returned(ServerSession session, Collection<Entry> entries) {
        giveBack(entries, List.of());
    }

    private List<Entry> held(ServerSession session, boolean inTransactionToo) {
        List<Entry> entries = new ArrayList<>();
        for (ServerConsumer consumer : session.consumers().values()) {
            entries.addAll(consumer.held());
        }
        entries.addAll(session.kept());
        if (!inTransactionToo) {
            entries.removeIf(entry -> entry.inTransaction);
        }
        return entries;
    }

    private void giveBack(Collection<Entry> entries, Collection<MessageRef> handedOver) {
        Set<MessageRef> counted = new HashSet<>(handedOver);
        for (Entry entry : entries) {
            entry.holder.release(entry);
            if (counted.contains(ref(entry))) {
                attemptFailed(entry);
            } else {
                entry.lane.giveBack(entry);
            }
        }
    }

    private void attemptFailed(Entry entry) {
        entry.lane.countAttempt(entry);
        boolean usedUp = entry.attempts >= context.settings.attemptsMax();
        boolean isDeadLetter = entry.lane.subscription().destination().name().equals(DestinationName.queue(context.settings.deadLetterQueue()));
        long delayMs = entry.redeliveryDelay.afterMs(entry.attempts);
        if (usedUp && !isDeadLetter) {
            entry.lane.giveBack(entry);
            deadLetter(entry);
        } else if (delayMs > 0) {
            entry.lane.postpone(entry, context.nowMs() + delayMs);
        } else {
            entry.lane.giveBack(entry);
        }
    }

    /** Into the dead-letter queue and acknowledged here, in one write set; the body moves by reference. */
    private void deadLetter(Entry entry) {
        Destination from = entry.lane.subscription().destination();
        Destination queue = destinations.resolveOrCreate(DestinationName.queue(context.settings.deadLetterQueue()));
        StoredMessage message = entry.message.message();
        // a body that is at hand is copied where the message's place in the store may be gone already
        boolean byReference = entry.lane.isRead() || message.message().isBodyApart();
        if (byReference && entry.message.isStored()) {
            context.bodies.share(message);
        }
        StoredMessage letter = new StoredMessage(0, 0, message.connection(), message.clientId(), queue.id(), message.priority(),
                message.persistent(), byReference ? message.body() : 0, readable(message.message()) ? withReason(message.message(), from.name(), entry.attempts) : message.message());
        queue.enter(letter, true);
        entry.lane.remove(entry);
    }

    /** A head that the sender encoded wrongly moves as it is. */
    private static boolean readable(WireMessage message) {
        try {
            message.properties();
            return true;
        } catch (WireFormatException e) {
            return false;
        }
    }

    private static WireMessage withReason(WireMessage message, DestinationName from, int attempts) {
        Map<String, Object> values = new LinkedHashMap<>(message.properties().values());
        values.put(ORIGINAL_DESTINATION, from.toString());
        values.put(DELIVERY_ATTEMPTS, attempts);
        Properties properties = new Properties(values);
        BodyKind kind = message.kind();
        if (message.isBodyApart()) {
            return WireMessage.withBodyApart(message.header(), properties, kind, message.bodyLength());
        }
        WireInput body = message.body();
        byte[] bytes = new byte[body.remaining()];
        System.arraycopy(body.array(), body.position(), bytes, 0, bytes.length);
        return WireMessage.of(message.header(), properties, kind, bytes);
    }

    static MessageRef ref(Entry entry) {
        return new MessageRef(entry.lane.subscription().id(), entry.lane.priority(), entry.position);
    }
}

package io.postrider.broker.core;

import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadRequest.Place;
import io.postrider.broker.store.ReadResult;
import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.frame.Series;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Acknowledgements, first, repeated and late. One counts if the message is there and no other consumer holds it; where memory
 * holds no fact about a position, a read decides first. Owned by the core's thread.
 */
final class Acknowledgements {
    /** Messages that a refusal names, so that its frame stays small. */
    private static final int NAMED_MAX = 100;
    /** Messages that one read looks for. */
    private static final int ASKED_MAX = 1000;

    private final CoreContext context;
    private final Destinations destinations;
    private final Redelivery redelivery;
    /** Sessions whose acknowledgement waits for a read, and what comes behind it. */
    private final Map<ServerSession, Deque<Runnable>> waiting = new HashMap<>();

    Acknowledgements(CoreContext context, Destinations destinations, Redelivery redelivery) {
        this.context = context;
        this.destinations = destinations;
        this.redelivery = redelivery;
    }

    void acknowledge(ServerSession session, Acknowledge frame) {
        if (frame.transaction() != 0) {
            inTransaction(session, frame);
            return;
        }
        inOrder(session, () -> apply(session, frame));
    }

    /** Runs what must not overtake an acknowledgement: at once, or when those that wait are applied; never if the link is lost before. */
    void inOrder(ServerSession session, Runnable action) {
        Deque<Runnable> before = waiting.get(session);
        if (before != null) {
            before.addLast(action);
        } else {
            action.run();
        }
    }

    /** The same for all sessions of a connection. */
    void inOrder(Iterator<ServerSession> sessions, Runnable action) {
        if (sessions.hasNext()) {
            inOrder(sessions.next(), () -> inOrder(sessions, action));
        } else {
            action.run();
        }
    }

    /** A lost link's acknowledgements that were not applied yet are repeated by its client. */
    void lost(ServerSession session) {
        waiting.remove(session);
    }

    private void inTransaction(ServerSession session, Acknowledge frame) {
        Transaction transaction;
        try {
            transaction = session.work(frame.transaction());
        } catch (Refusal refusal) {
            if (session.mode() == AcknowledgeMode.TRANSACTED) {
                throw refusal;
            }
            // its branch was rolled back meanwhile, and this goes the same way
            redelivery.rollback(session, frame.messages(), this::entry);
            return;
        }
        List<MessageRef> messages = frame.messages();
        for (int i = 0; i < messages.size(); i++) {
            Refusal refusal = inTransaction(session, transaction, messages.get(i));
            if (refusal != null) {
                transaction.rollbackOnly(refusal);
                if (session.mode() != AcknowledgeMode.TRANSACTED) {
                    // a session's own rollback names them; that of a branch does not, and may come over any connection
                    redelivery.rollback(session, messages.subList(i, messages.size()), this::entry);
                }
                return;
            }
        }
    }

    /** @return why it cannot be, or null */
    private Refusal inTransaction(ServerSession session, Transaction transaction, MessageRef ref) {
        if (destinations.subscription(ref.subscription()) == null) {
            // it went with its consumer, and there is nothing left to acknowledge
            return null;
        }
        Entry entry = entry(ref);
        if (entry == null || entry.holder != session || entry.inTransaction) {
            return new Refusal(ErrorCode.ACKNOWLEDGED_ELSEWHERE, "the session does not hold message " + ref.position()
                    + " of subscription " + ref.subscription() + ", which the transaction acknowledges");
        }
        try {
            transaction.acknowledge(entry);
            return null;
        } catch (Refusal tooLarge) {
            return tooLarge;
        }
    }

    private void apply(ServerSession session, Acknowledge frame) {
        if (frame.number() <= session.last(Series.ACKNOWLEDGE)) {
            session.answerAgain(Series.ACKNOWLEDGE, frame.number());
            return;
        }
        LookUp lookUp = new LookUp(session, frame);
        if (lookUp.isComplete()) {
            finish(session, frame, Map.of());
        } else {
            waiting.put(session, lookUp.behind);
            lookUp.next();
        }
    }

    /** The reads that one acknowledgement waits for, and what comes behind it. */
    private final class LookUp {
        private final ServerSession session;
        private final Acknowledge frame;
        private final Deque<Runnable> behind = new ArrayDeque<>();
        /** What is unknown and was not asked for yet. */
        private final Deque<MessageRef> unknown = new ArrayDeque<>();
        private final Set<MessageRef> asked = new HashSet<>();
        private final Map<MessageRef, Brought> found = new HashMap<>();

        LookUp(ServerSession session, Acknowledge frame) {
            this.session = session;
            this.frame = frame;
        }

        /** Whether nothing is left to be asked; what has left memory since it was looked at is. */
        boolean isComplete() {
            if (unknown.isEmpty()) {
                for (MessageRef ref : frame.messages()) {
                    if (isUnknown(session, ref) && asked.add(ref)) {
                        unknown.addLast(ref);
                    }
                }
            }
            return unknown.isEmpty();
        }

        /** Asks for those of one subscription after the other, at most 1,000 in one read. */
        void next() {
            if (waiting.get(session) != behind) {
                // the link was lost meanwhile: it is repeated, or was already and waits for a read of its own
                return;
            }
            while (!isComplete()) {
                long owner = unknown.peekFirst().subscription();
                List<Place> places = new ArrayList<>();
                while (!unknown.isEmpty() && unknown.peekFirst().subscription() == owner && places.size() < ASKED_MAX) {
                    MessageRef ref = unknown.removeFirst();
                    places.add(new Place(ref.priority(), ref.position()));
                }
                Subscription subscription = destinations.subscription(owner);
                // if it was deleted meanwhile, all of it is gone with it
                if (subscription != null && (subscription.lane(places.get(0).priority()).isRead() || subscription.isInOverflow())) {
                    ask(subscription, places);
                    return;
                }
            }
            waiting.remove(session);
            finish(session, frame, found);
            while (!behind.isEmpty() && !waiting.containsKey(session)) {
                behind.removeFirst().run();
            }
            if (!behind.isEmpty()) {
                waiting.get(session).addAll(behind);
            }
        }

        private void ask(Subscription subscription, List<Place> places) {
            SubscriptionLane any = subscription.lane(places.get(0).priority());
            if (!any.isRead()) {
                askOverflow(subscription, places, this::next);
                return;
            }
            context.reads.askAndKeep(id -> new ReadRequest.LookUp(id, any.consumption().source(), subscription.id(), subscription.destination().id(), places),
                    result -> {
                        note(session, subscription.id(), result, true, found);
                        askOverflow(subscription, places, () -> {
                            next();
                            context.reads.used(result.request().id());
                        });
                    });
        }

        private void askOverflow(Subscription subscription, List<Place> places, Runnable then) {
            if (!subscription.isInOverflow()) {
                then.run();
                return;
            }
            long owner = subscription.id();
            context.overflow.reads().ask(id -> new ReadRequest.LookUp(id, ReadRequest.Source.LOG, owner, owner, places), result -> {
                note(session, owner, result, false, found);
                then.run();
            });
        }
    }

    private void note(ServerSession session, long owner, ReadResult result, boolean isStored, Map<MessageRef, Brought> found) {
        for (ReadResult.Found each : result.found()) {
            MessageRef ref = new MessageRef(owner, each.message().priority(), each.position());
            if (isUnknown(session, ref)) {
                found.put(ref, new Brought(each.position(), new CachedMessage(context, each.message(), isStored, 0), each.attempts(), !isStored));
            }
        }
    }

    private void finish(ServerSession session, Acknowledge frame, Map<MessageRef, Brought> found) {
        List<Long> elsewhere = new ArrayList<>();
        for (MessageRef ref : frame.messages()) {
            Subscription subscription = subscription(session, ref);
            if (subscription == null) {
                continue;
            }
            SubscriptionLane lane = subscription.lane(ref.priority());
            Entry entry = lane.find(ref.position());
            Brought unread = found.get(ref);
            if (entry == null && unread != null && lane.isThere(unread) && !lane.withheld().has(ref.position())) {
                lane.removeUnread(unread);
            } else if (entry != null && entry.isFree()) {
                lane.remove(entry);
            } else if (entry != null && entry.state == Entry.State.HELD) {
                if (entry.holder == session && !entry.inTransaction) {
                    session.release(entry);
                    lane.remove(entry);
                } else {
                    elsewhere.add(ref.position());
                }
            } else if (lane.withheld().has(ref.position())) {
                elsewhere.add(ref.position());
            } else if (session.mode() == AcknowledgeMode.CLIENT) {
                // gone, and not by this session, whose record would have answered
                elsewhere.add(ref.position());
            }
        }
        if (elsewhere.isEmpty()) {
            session.took(Series.ACKNOWLEDGE, frame.number());
        } else {
            session.refused(Series.ACKNOWLEDGE, frame.number(), new Refusal(ErrorCode.ACKNOWLEDGED_ELSEWHERE,
                    elsewhere.size() + " messages, those at " + elsewhere.subList(0, Math.min(NAMED_MAX, elsewhere.size())) + " first, were given to another consumer meanwhile; the others are acknowledged"));
        }
    }

    /** Null if it is gone, or of a temporary destination of another connection, which alone consumes from that. */
    private Subscription subscription(ServerSession session, MessageRef ref) {
        Subscription subscription = destinations.subscription(ref.subscription());
        boolean isForeign = subscription != null && subscription.destination().isTemporary() && subscription.destination().owner() != session.connection();
        return isForeign ? null : subscription;
    }

    /** Whether only a read can tell if the message is there. */
    private boolean isUnknown(ServerSession session, MessageRef ref) {
        Subscription subscription = subscription(session, ref);
        if (subscription == null) {
            return false;
        }
        SubscriptionLane lane = subscription.lane(ref.priority());
        return (lane.isRead() || lane.isInOverflow()) && lane.find(ref.position()) == null && !lane.knows(ref.position());
    }

    private Entry entry(MessageRef ref) {
        Subscription subscription = destinations.subscription(ref.subscription());
        SubscriptionLane lane = subscription == null ? null : subscription.laneOrNull(ref.priority());
        return lane == null ? null : lane.find(ref.position());
    }
}

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
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Acknowledgements, first, repeated and late. One counts if the message is there and no other consumer holds it; where memory
 * holds no fact about a position, a read decides first. Owned by the core's thread.
 */
final class Acknowledgements {
    /** Messages that a refusal names, so that its frame stays small. */
    private static final int NAMED_MAX = 100;

    private final CoreContext context;
    private final Destinations destinations;
    /** Sessions whose acknowledgement waits for a read, and what comes behind it. */
    private final Map<ServerSession, Deque<Runnable>> waiting = new HashMap<>();

    Acknowledgements(CoreContext context, Destinations destinations) {
        this.context = context;
        this.destinations = destinations;
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
        LocalTransaction transaction = session.transaction(frame.transaction());
        for (MessageRef ref : frame.messages()) {
            if (destinations.subscription(ref.subscription()) == null) {
                // it went with its consumer, and there is nothing left to acknowledge
                continue;
            }
            Entry entry = entry(ref);
            if (entry == null || entry.holder != session || entry.inTransaction) {
                transaction.rollbackOnly(new Refusal(ErrorCode.ACKNOWLEDGED_ELSEWHERE, "the session does not hold message " + ref.position()
                        + " of subscription " + ref.subscription() + ", which the transaction acknowledges"));
                return;
            }
            try {
                transaction.acknowledge(entry);
            } catch (Refusal tooLarge) {
                transaction.rollbackOnly(tooLarge);
                return;
            }
        }
    }

    private void apply(ServerSession session, Acknowledge frame) {
        if (frame.number() <= session.last(Series.ACKNOWLEDGE)) {
            session.answerAgain(Series.ACKNOWLEDGE, frame.number());
            return;
        }
        List<MessageRef> unknown = new ArrayList<>();
        for (MessageRef ref : frame.messages()) {
            if (isUnknown(session, ref)) {
                unknown.add(ref);
            }
        }
        if (unknown.isEmpty()) {
            finish(session, frame, Map.of());
        } else {
            Deque<Runnable> behind = new ArrayDeque<>();
            waiting.put(session, behind);
            lookUp(session, frame, behind, unknown, 0, new HashMap<>());
        }
    }

    /** Asks for those of one subscription after the other, at most 1,000 in one read. */
    private void lookUp(ServerSession session, Acknowledge frame, Deque<Runnable> behind, List<MessageRef> unknown, int from,
                        Map<MessageRef, Brought> found) {
        if (waiting.get(session) != behind) {
            // the link was lost meanwhile: it is repeated, or was already and waits for a read of its own
            return;
        }
        int first = from;
        while (first < unknown.size() && subscription(session, unknown.get(first)) == null) {
            first++;
        }
        if (first == unknown.size()) {
            waiting.remove(session);
            finish(session, frame, found);
            while (!behind.isEmpty() && !waiting.containsKey(session)) {
                behind.removeFirst().run();
            }
            if (!behind.isEmpty()) {
                waiting.get(session).addAll(behind);
            }
            return;
        }
        long owner = unknown.get(first).subscription();
        Subscription subscription = destinations.subscription(owner);
        List<Place> places = new ArrayList<>();
        int to = first;
        while (to < unknown.size() && unknown.get(to).subscription() == owner && places.size() < 1000) {
            places.add(new Place(unknown.get(to).priority(), unknown.get(to).position()));
            to++;
        }
        int next = to;
        SubscriptionLane any = subscription.lane(places.get(0).priority());
        Runnable goOn = () -> lookUp(session, frame, behind, unknown, next, found);
        if (!any.isRead()) {
            lookUpInOverflow(session, subscription, places, found, goOn);
            return;
        }
        context.reads.askAndKeep(id -> new ReadRequest.LookUp(id, any.consumption().source(), owner, subscription.destination().id(), places), result -> {
            note(session, owner, result, true, found);
            lookUpInOverflow(session, subscription, places, found, () -> {
                goOn.run();
                context.reads.used(result.request().id());
            });
        });
    }

    private void lookUpInOverflow(ServerSession session, Subscription subscription, List<Place> places, Map<MessageRef, Brought> found, Runnable then) {
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
            if (entry == null && unread != null && lane.isThere(unread)) {
                lane.removeUnread(unread);
            } else if (entry != null && entry.state == Entry.State.READY) {
                lane.remove(entry);
            } else if (entry != null && entry.state == Entry.State.HELD) {
                if (entry.holder == session && !entry.inTransaction) {
                    session.release(entry);
                    lane.remove(entry);
                } else {
                    elsewhere.add(ref.position());
                }
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

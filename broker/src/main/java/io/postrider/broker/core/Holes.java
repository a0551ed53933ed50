package io.postrider.broker.core;

import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadRequest.Place;
import io.postrider.broker.store.ReadResult;
import it.unimi.dsi.fastutil.longs.LongIterator;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Messages of a topic that a subscription has consumed out of turn, or behind one that does not move: gone from the store before
 * every floor has passed them, if no other durable subscription wants them. Owned by the core's thread.
 *
 * <p>A position is looked at when somebody has consumed it, and is forgotten if others still want it: the last one to consume it
 * brings it here again, so that nothing is looked at twice for the same reason. What memory does not know of a filtered
 * subscription is looked up among its matches.
 */
final class Holes {
    /** Positions that wait to be looked at; what has no room is left for the walk along the floors. */
    private static final int KNOWN_MAX = 1 << 16;

    private final CoreContext context;
    private final TopicDestination topic;
    private final Reclaim reclaim;
    /** By priority. What was consumed lately, and what of it is looked at now, when all of that is durable. */
    private LongOpenHashSet[] recent = new LongOpenHashSet[10];
    private LongOpenHashSet[] known = new LongOpenHashSet[10];
    private int recentCount;
    private long recentIn;
    private long knownIn;

    Holes(CoreContext context, TopicDestination topic, Reclaim reclaim) {
        this.context = context;
        this.topic = topic;
        this.reclaim = reclaim;
    }

    void add(int priority, long position) {
        if (recentCount < KNOWN_MAX) {
            if (recent[priority] == null) {
                recent[priority] = new LongOpenHashSet();
            }
            recentCount += recent[priority].add(position) ? 1 : 0;
            recentIn = context.outbox.openNumber();
        }
    }

    /** Looks at some of what was consumed. @return whether it waits for reads: {@link Reclaim#holesDone} follows then */
    boolean look() {
        List<Place> places = take();
        if (places.isEmpty() && recentCount > 0 && isEmpty(known)) {
            LongOpenHashSet[] empty = known;
            known = recent;
            recent = empty;
            recentCount = 0;
            knownIn = recentIn;
            return false;
        }
        if (places.isEmpty()) {
            return false;
        }
        Map<Subscription, List<Place>> unknown = new LinkedHashMap<>();
        places.removeIf(place -> isWanted(place, unknown));
        if (places.isEmpty()) {
            context.goOn(reclaim::look);
            return false;
        }
        ask(unknown.entrySet().iterator(), places);
        return true;
    }

    /** A share of what is known by now, few where many subscriptions have to be asked. */
    private List<Place> take() {
        List<Place> places = new ArrayList<>();
        if (!context.outbox.isDurable(knownIn)) {
            return places;
        }
        int steps = 10 * context.bounds.stepsMax();
        int most = Math.max(1, Math.min(context.bounds.readMessagesMax(), steps / Math.max(1, topic.subscriptionCount())));
        for (int priority = 0; priority < 10; priority++) {
            Lane lane = topic.laneOrNull(priority);
            for (LongIterator next = known[priority] == null ? null : known[priority].iterator(); next != null && next.hasNext() && places.size() < most && steps > 0; steps--) {
                long position = next.nextLong();
                next.remove();
                if (position >= lane.lowest() && !reclaim.isRemoved(position)) {
                    places.add(new Place(priority, position));
                }
            }
            if (known[priority] != null && known[priority].isEmpty()) {
                known[priority] = null;
            }
        }
        return places;
    }

    private static boolean isEmpty(LongOpenHashSet[] sets) {
        for (LongOpenHashSet set : sets) {
            if (set != null) {
                return false;
            }
        }
        return true;
    }

    private boolean isWanted(Place place, Map<Subscription, List<Place>> unknown) {
        List<Subscription> toAsk = new ArrayList<>();
        for (Subscription subscription : topic.subscriptions()) {
            if (!subscription.form().isDurable()) {
                continue;
            }
            switch (subscription.lane(place.priority()).interest(place.position())) {
                case WANTS -> {
                    return true;
                }
                case MAY_WANT -> toAsk.add(subscription);
                case DONE -> {
                    // one less
                }
            }
        }
        toAsk.forEach(subscription -> unknown.computeIfAbsent(subscription, none -> new ArrayList<>()).add(place));
        return false;
    }

    /** Asks one subscription after the other, then for what is left itself. */
    private void ask(Iterator<Map.Entry<Subscription, List<Place>>> unknown, List<Place> left) {
        while (unknown.hasNext() && !left.isEmpty()) {
            Map.Entry<Subscription, List<Place>> next = unknown.next();
            next.getValue().retainAll(left);
            if (!next.getKey().isDeleted() && !next.getValue().isEmpty()) {
                lookUp(ReadRequest.Source.MATCHES, next.getKey().id(), next.getValue(), result -> {
                    result.found().forEach(found -> left.remove(new Place(found.message().priority(), found.position())));
                    if (result.damaged() > 0) {
                        // what cannot be read may be wanted
                        left.clear();
                    }
                    ask(unknown, left);
                });
                return;
            }
        }
        if (left.isEmpty()) {
            reclaim.holesDone();
            return;
        }
        lookUp(ReadRequest.Source.LOG, 0, left, result -> {
            result.found().forEach(reclaim::removeFound);
            reclaim.holesDone();
            reclaim.look();
        });
    }

    private void lookUp(ReadRequest.Source source, long subscription, List<Place> places, Consumer<ReadResult> then) {
        List<Place> asked = List.copyOf(places);
        context.reads.ask(id -> new ReadRequest.LookUp(id, source, subscription, topic.id(), asked), then);
    }
}

package io.postrider.broker.core;

import io.postrider.broker.store.BranchRecord;
import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadRequest.Place;
import io.postrider.broker.store.ReadResult;
import io.postrider.transport.frame.MessageRef;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes in the branches that an earlier boot has prepared or decided. What they have acknowledged is held back from everybody at once,
 * and fetched from the store, so that their end finds it in memory. Owned by the core's thread.
 */
final class PreparedBranches {
    /** Messages that one read looks for. */
    private static final int ASKED_MAX = 1000;

    private record Wanted(Branch branch, Subscription subscription, List<Place> places) {
    }

    private final CoreContext context;
    private final Destinations destinations;
    private final Branches branches;
    private final List<Wanted> wanted = new ArrayList<>();

    PreparedBranches(CoreContext context, Destinations destinations, Branches branches) {
        this.context = context;
        this.destinations = destinations;
        this.branches = branches;
    }

    void load(BranchRecord record) {
        Branch branch = new Branch(context, record);
        branches.load(branch);
        for (BranchRecord.StagedSend send : record.sends()) {
            branch.restore(send, destinations.byId(send.message().destination()));
        }
        Map<Subscription, List<Place>> bySubscription = new LinkedHashMap<>();
        for (MessageRef ref : record.acknowledged()) {
            Subscription subscription = destinations.subscription(ref.subscription());
            // one that is gone has taken its messages along
            if (subscription != null) {
                subscription.lane(ref.priority()).withhold(ref.position());
                subscription.keptCount++;
                bySubscription.computeIfAbsent(subscription, none -> new ArrayList<>()).add(new Place(ref.priority(), ref.position()));
            }
        }
        bySubscription.forEach((subscription, places) -> {
            for (int from = 0; from < places.size(); from += ASKED_MAX) {
                branch.reads(1);
                wanted.add(new Wanted(branch, subscription, List.copyOf(places.subList(from, Math.min(places.size(), from + ASKED_MAX)))));
            }
        });
    }

    /** Asks for what was held back; called once, when everything is loaded. */
    void fetch() {
        for (Wanted each : wanted) {
            Subscription subscription = each.subscription;
            ReadRequest.Source source = subscription.lane(each.places.get(0).priority()).consumption().source();
            context.reads.askAndKeep(id -> new ReadRequest.LookUp(id, source, subscription.id(), subscription.destination().id(), each.places),
                    result -> fetched(each, result));
        }
        wanted.clear();
    }

    private void fetched(Wanted asked, ReadResult result) {
        if (!asked.subscription.isDeleted()) {
            for (ReadResult.Found found : result.found()) {
                SubscriptionLane lane = asked.subscription.lane(found.message().priority());
                asked.branch.adopt(lane.bringHeld(new Brought(found.position(), new CachedMessage(context, found.message(), true, 0), found.attempts(), false)));
            }
            // what could not be read was set aside, and nobody holds it
            asked.subscription.keptCount -= asked.places.size() - result.found().size();
            asked.places.forEach(place -> asked.subscription.lane(place.priority()).withholdNoMore(place.position()));
        }
        context.reads.used(result.request().id());
        asked.branch.reads(-1);
    }
}

package io.postrider.broker.core;

import io.postrider.broker.core.Transaction.StagedSend;
import io.postrider.broker.store.BranchPartRecord;
import io.postrider.broker.store.BranchRecord;
import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadRequest.Place;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.message.WireMessage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes in the transactions that an earlier boot has prepared, decided, or not brought to their end. What they have acknowledged is held
 * back from everybody at once, and fetched from the store, so that their end finds it in memory; one that was committed then takes
 * effect. Owned by the core's thread.
 */
final class PreparedBranches {
    /** Messages that one read looks for. */
    private static final int ASKED_MAX = 1000;

    /** What one read looks for, and where each goes. */
    private record Wanted(Transaction transaction, Subscription subscription, List<Place> places, List<Ending.Part> parts) {
    }

    private final CoreContext context;
    private final Destinations destinations;
    private final Connections connections;
    private final Transactions transactions;
    private final Branches branches;
    private final Map<Long, BranchRecord> records = new LinkedHashMap<>();
    private final TreeMap<Long, TreeMap<Integer, BranchPartRecord>> parts = new TreeMap<>();
    private final List<Wanted> wanted = new ArrayList<>();
    /** Answers of the store that are still to come. */
    private final Map<Transaction, Integer> reads = new LinkedHashMap<>();
    /** Those that were committed, and what is to be done when they have taken effect. */
    private final Map<Transaction, Runnable> committed = new LinkedHashMap<>();

    PreparedBranches(CoreContext context, Destinations destinations, Connections connections, Transactions transactions, Branches branches) {
        this.context = context;
        this.destinations = destinations;
        this.connections = connections;
        this.transactions = transactions;
        this.branches = branches;
    }

    void load(BranchRecord record) {
        records.put(record.id(), record);
    }

    void load(BranchPartRecord part) {
        parts.computeIfAbsent(part.branch(), none -> new TreeMap<>()).put(part.index(), part);
    }

    /** Everything else is loaded, too. */
    void loaded() {
        for (BranchRecord record : records.values()) {
            TreeMap<Integer, BranchPartRecord> its = parts.remove(record.id());
            boolean hasWork = record.form() == BranchRecord.Form.PREPARED || record.form() == BranchRecord.Form.COMMITTING;
            if (its != null && !hasWork) {
                its.values().forEach(this::drop);
            }
            take(record, its != null && hasWork ? List.copyOf(its.values()) : List.of());
        }
        // these were on their way into the store when the broker ended
        parts.values().forEach(its -> its.values().forEach(this::drop));
        records.clear();
        parts.clear();
    }

    private void drop(BranchPartRecord part) {
        for (BranchPartRecord.StagedSend send : part.sends()) {
            if (send.message().body() != 0) {
                context.open().removeBody(send.message().body(), StoredMessage.chunks(send.message().message().bodyLength()));
            }
        }
        context.open().delete(part);
    }

    private void take(BranchRecord record, List<BranchPartRecord> its) {
        if (record.session() == 0) {
            Branch branch = new Branch(context, record);
            branches.load(branch);
            restore(branch, its);
            if (record.form() == BranchRecord.Form.COMMITTING) {
                finish(branch, record.decidedBy().isEmpty() ? () -> branches.over(branch) : () -> branch.form(BranchRecord.Form.COMMITTED));
            }
            return;
        }
        ServerSession session = connections.session(record.session());
        LocalTransaction transaction = new LocalTransaction(context, session, session == null ? 0 : session.transactionLast(), record.id());
        transaction.loaded(record);
        restore(transaction, its);
        if (session != null) {
            session.applying(transaction);
        }
        finish(transaction, () -> {
            transaction.deleteRecord();
            ServerSession present = connections.session(record.session());
            if (present != null) {
                present.applied(transaction);
            }
        });
    }

    /** It is under way from now on, first with what is fetched for it. */
    private void finish(Transaction transaction, Runnable then) {
        transaction.busy(1);
        committed.put(transaction, then);
    }

    private void restore(Transaction transaction, List<BranchPartRecord> its) {
        List<Ending.Part> restored = new ArrayList<>();
        Map<Subscription, Map<Place, Ending.Part>> bySubscription = new LinkedHashMap<>();
        for (BranchPartRecord record : its) {
            Ending.Part part = new Ending.Part(record.index(), sends(record), new ArrayList<>());
            restored.add(part);
            transaction.adopt(part.sends());
            for (MessageRef ref : record.acknowledged()) {
                Subscription subscription = destinations.subscription(ref.subscription());
                // one that is gone has taken its messages along
                if (subscription != null) {
                    subscription.lane(ref.priority()).withheld().add(ref.position());
                    subscription.keptCount++;
                    bySubscription.computeIfAbsent(subscription, none -> new LinkedHashMap<>()).put(new Place(ref.priority(), ref.position()), part);
                }
            }
        }
        transaction.ending(transactions.ending(transaction, restored));
        bySubscription.forEach((subscription, places) -> {
            List<Place> all = List.copyOf(places.keySet());
            for (int from = 0; from < all.size(); from += ASKED_MAX) {
                List<Place> some = all.subList(from, Math.min(all.size(), from + ASKED_MAX));
                transaction.busy(1);
                reads.merge(transaction, 1, Integer::sum);
                wanted.add(new Wanted(transaction, subscription, some, some.stream().map(places::get).toList()));
            }
        });
    }

    private List<StagedSend> sends(BranchPartRecord record) {
        List<StagedSend> sends = new ArrayList<>();
        for (BranchPartRecord.StagedSend send : record.sends()) {
            StoredMessage message = send.message();
            Destination destination = destinations.byId(message.destination());
            if (destination == null) {
                // a temporary one, which went with its connection
                context.bodies.release(message);
                continue;
            }
            WireMessage body = message.message();
            boolean loaded = !body.isBodyApart() || body.bodyLength() > WireMessage.INLINE_BODY_BYTES_MAX;
            sends.add(new StagedSend(destination, message, send.dueMs(), loaded, message.body(),
                    message.body() == 0 ? 0 : StoredMessage.chunks(body.bodyLength())));
        }
        return sends;
    }

    /** Asks for what was held back, and goes on with what was committed; called once, when the core runs. */
    void begin() {
        for (Wanted each : wanted) {
            Subscription subscription = each.subscription;
            ReadRequest.Source source = subscription.lane(each.places.get(0).priority()).consumption().source();
            context.reads.askAndKeep(id -> new ReadRequest.LookUp(id, source, subscription.id(), subscription.destination().id(), each.places),
                    result -> fetched(each, result));
        }
        wanted.clear();
        for (Transaction transaction : List.copyOf(committed.keySet())) {
            goOn(transaction);
        }
    }

    private void goOn(Transaction transaction) {
        if (!reads.containsKey(transaction) && committed.containsKey(transaction)) {
            transactions.finish(transaction, committed.remove(transaction));
        }
    }

    private void fetched(Wanted asked, ReadResult result) {
        if (!asked.subscription.isDeleted()) {
            Map<Place, Ending.Part> partOf = new HashMap<>();
            for (int i = 0; i < asked.places.size(); i++) {
                partOf.put(asked.places.get(i), asked.parts.get(i));
            }
            for (ReadResult.Found found : result.found()) {
                int priority = found.message().priority();
                Entry entry = asked.subscription.lane(priority).bringHeld(
                        new Brought(found.position(), new CachedMessage(context, found.message(), true, 0), found.attempts(), false));
                asked.transaction.adopt(entry);
                partOf.get(new Place(priority, found.position())).acknowledged().add(entry);
            }
            // what could not be read was set aside, and nobody holds it
            asked.subscription.keptCount -= asked.places.size() - result.found().size();
            asked.places.forEach(place -> asked.subscription.lane(place.priority()).withholdNoMore(place.position()));
        }
        context.reads.used(result.request().id());
        reads.merge(asked.transaction, -1, (known, change) -> known + change == 0 ? null : known + change);
        goOn(asked.transaction);
        asked.transaction.busy(-1);
    }
}

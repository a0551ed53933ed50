package io.postrider.broker.core;

import io.postrider.broker.store.CounterRecord;
import io.postrider.broker.store.WriteSet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What every part of the core works with. One per core, owned by its thread. */
final class CoreContext {
    final CoreSettings settings;
    final Bounds bounds;
    final Counter positions;
    final Counter ids;
    final Reads reads;
    final Outbox outbox;
    final Memory memory;
    final Bodies bodies;
    final Overflow overflow;
    final Recalls recalls;
    final Expiries expiries;
    final Postponed postponed;
    final Notices notices = new Notices();
    final long bootId;
    private final List<Lane> dirtyLanes = new ArrayList<>();
    private final List<ServerSession> dirtySessions = new ArrayList<>();
    private final List<Consumption> dirtyConsumptions = new ArrayList<>();
    private final Deque<Runnable> walkers = new ArrayDeque<>();
    private final Deque<Runnable> needNumbers = new ArrayDeque<>();
    private final TreeMap<Long, List<Runnable>> afterWriteSets = new TreeMap<>();
    private final Deque<Subscription> toDispatch = new ArrayDeque<>();
    private final Set<Destination> awaitingRoom = new LinkedHashSet<>();
    private final TreeMap<Long, List<Subscription>> sleepers = new TreeMap<>();
    private long nowMs;
    /** What is not known in memory may be in the store. */
    private boolean loading = true;
    /** Null, or why nothing more may be stored: folder, free space, reserve. */
    private String diskLow;

    CoreContext(CoreSettings settings, Bounds bounds, LoadedCore loaded, CoreStore store, CoreStore overflow, long nowMs) {
        this.settings = settings;
        this.bounds = bounds;
        this.positions = new Counter(CounterRecord.Counter.POSITION, bounds.counterBlock(), loaded.counter(CounterRecord.Counter.POSITION));
        this.ids = new Counter(CounterRecord.Counter.ID, bounds.counterBlock(), loaded.counter(CounterRecord.Counter.ID));
        this.bootId = loaded.counter(CounterRecord.Counter.BOOT) + 1;
        this.reads = new Reads(store.readers(), loaded.applied());
        this.outbox = new Outbox(store.committer(), reads, loaded.applied());
        this.memory = new Memory(settings.memoryBytes());
        this.bodies = new Bodies(this);
        this.overflow = new Overflow(overflow);
        this.recalls = new Recalls(this);
        this.expiries = new Expiries(this);
        this.postponed = new Postponed(this);
        this.nowMs = nowMs;
        open().put(new CounterRecord(CounterRecord.Counter.BOOT, bootId));
        positions.reserve(open());
        ids.reserve(open());
    }

    WriteSet open() {
        return outbox.open();
    }

    /** Broker time in epoch milliseconds; never goes back. */
    long nowMs() {
        return nowMs;
    }

    void advance(long ms) {
        nowMs = Math.max(nowMs, ms);
    }

    /** Whether the records of a start are being taken in. */
    boolean isLoading() {
        return loading;
    }

    void loaded() {
        loading = false;
    }

    /** A position for a message that enters a lane now. */
    long takePosition() {
        return positions.take();
    }

    void diskLow(String detail) {
        diskLow = detail;
    }

    String diskLow() {
        return diskLow;
    }

    /** Its record goes into the open write set when that is sealed, once for however many changes. */
    void dirty(Lane lane) {
        dirtyLanes.add(lane);
    }

    void dirty(ServerSession session) {
        dirtySessions.add(session);
    }

    void dirty(Consumption consumption) {
        dirtyConsumptions.add(consumption);
    }

    /** Something happened by which the subscription may have something to deliver. */
    void wake(Subscription subscription) {
        if (!subscription.awake) {
            subscription.awake = true;
            toDispatch.addLast(subscription);
        }
    }

    /** The subscription is looked at again when a write set is durable. */
    void wakeWhenDurable(Subscription subscription, long writeSet) {
        if (outbox.isDurable(writeSet)) {
            wake(subscription);
        } else {
            sleepers.computeIfAbsent(writeSet, number -> new ArrayList<>()).add(subscription);
        }
    }

    /** What has used up its share of this command goes on in the next batch. */
    void goOn(Runnable walker) {
        walkers.addLast(walker);
    }

    /** The same, when the open write set is durable: what comes in parts does not queue in front of everybody else. */
    void goOnWhenDurable(Runnable walker) {
        if (open().isEmpty()) {
            goOn(walker); // what is empty is never sealed, and so never durable
            return;
        }
        open().await();
        afterWriteSets.computeIfAbsent(outbox.openNumber(), number -> new ArrayList<>()).add(walker);
    }

    /** The same for what takes numbers, as soon as there are some. */
    void goOnWithNumbers(Runnable walker) {
        if (hasNumbers()) {
            goOn(walker);
        } else {
            needNumbers.addLast(walker);
        }
    }

    /** Delivers what can be delivered, each subscription up to its share. @return whether there is more to do */
    boolean dispatch() {
        for (int rounds = toDispatch.size(); rounds > 0; rounds--) {
            Subscription subscription = toDispatch.removeFirst();
            subscription.awake = false;
            if (subscription.dispatch()) {
                wake(subscription);
            }
        }
        for (int rounds = walkers.size(); rounds > 0; rounds--) {
            walkers.removeFirst().run();
        }
        return !toDispatch.isEmpty() || !walkers.isEmpty();
    }

    /** Somebody waits for credit there. */
    void awaitsRoom(Destination destination) {
        awaitingRoom.add(destination);
    }

    /** Writes what became dirty, reserves numbers and hands the write set over. */
    void seal() {
        if (!awaitingRoom.isEmpty()) {
            awaitingRoom.removeIf(Destination::grant);
        }
        dirtyLanes.forEach(Lane::flush);
        dirtyLanes.clear();
        dirtySessions.forEach(ServerSession::flush);
        dirtySessions.clear();
        dirtyConsumptions.forEach(Consumption::flush);
        dirtyConsumptions.clear();
        positions.reserve(open());
        ids.reserve(open());
        outbox.seal();
        overflow.seal();
    }

    /** Whether enough numbers are reserved for whatever one command can need. */
    boolean hasNumbers() {
        return positions.hasEnough() && ids.hasEnough();
    }

    void durable(long number) {
        positions.durable(number);
        ids.durable(number);
        while (!afterWriteSets.isEmpty() && afterWriteSets.firstKey() <= number) {
            walkers.addAll(afterWriteSets.pollFirstEntry().getValue());
        }
        while (!needNumbers.isEmpty() && hasNumbers()) {
            walkers.addLast(needNumbers.removeFirst());
        }
        reads.durable(number);
        outbox.durable(number);
        while (!sleepers.isEmpty() && sleepers.firstKey() <= number) {
            sleepers.pollFirstEntry().getValue().forEach(this::wake);
        }
    }
}

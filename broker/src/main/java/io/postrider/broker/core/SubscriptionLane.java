package io.postrider.broker.core;

import io.postrider.broker.store.AttemptsRecord;
import io.postrider.broker.store.FloorRecord;
import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.StoredMessage;

import java.util.Deque;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What one subscription sees of one lane: a window of entries in memory that is complete up to {@code coveredTo}, and reads that
 * move it on. Owned by the core's thread.
 *
 * <p>Above {@code coveredTo} only single entries are known ({@code beyond}): what is nowhere but in memory, and what a scan gave
 * out. A read's result is merged with them, so that nothing is given out twice.
 */
final class SubscriptionLane {
    /** What a durable subscription has to do with a message. */
    enum Interest {
        WANTS, MAY_WANT, DONE
    }

    private final CoreContext context;
    private final Subscription subscription;
    private final Lane lane;
    private final Consumption consumption;
    /** Whether the store has nothing of it. */
    private final boolean pinned;
    private final LaneOverflow overflow;
    private final LaneReader reader;
    private final LaneExpiry expiry;
    private final Window window = new Window();
    private final Beyond beyond = new Beyond();
    private final RedeliveryMark mark;
    private long coveredTo;
    /** Highest position that is of interest here. */
    private long tail;
    private boolean reading;
    /** A read came back empty-handed since what it looks for is not applied: ask again when this write set is durable. */
    private long readAgainAfter;
    /** Where the consumers without a selector look next. */
    private long cursor;
    private int ready;
    /** Removals and attempts of this lane in the store. */
    private final Unsettled changes;
    /** The write set of the newest message in the window that has one. */
    private long newestIn;
    /** What a prepared transaction of an earlier boot has acknowledged, until it is in memory. */
    private final Withheld withheld = new Withheld();

    /** @param coveredTo nothing is wanted up to here */
    SubscriptionLane(CoreContext context, Subscription subscription, Lane lane, Consumption consumption, boolean pinned, long coveredTo) {
        this.context = context;
        this.subscription = subscription;
        this.lane = lane;
        this.consumption = consumption;
        this.pinned = pinned;
        this.overflow = new LaneOverflow(context, lane, subscription.id(), !(consumption instanceof Consumption.Removal));
        this.reader = new LaneReader(context, lane, subscription.id(), pinned ? null : consumption.source(), overflow);
        this.changes = new Unsettled(context.reads);
        this.expiry = new LaneExpiry(context, this);
        this.mark = new RedeliveryMark(context, subscription.id(), lane.priority());
        this.coveredTo = coveredTo;
        this.tail = Math.max(coveredTo, lane.tail());
        if (context.isLoading()) {
            expiry.note(lane.expiresFirstMs());
        }
    }

    int priority() {
        return lane.priority();
    }

    Lane lane() {
        return lane;
    }

    Subscription subscription() {
        return subscription;
    }

    Consumption consumption() {
        return consumption;
    }

    /** An earlier boot consumed up to this floor. */
    void load(FloorRecord record) {
        ((FloorConsumption) consumption).load(record);
        coveredTo = Math.max(coveredTo, record.floor());
    }

    RedeliveryMark mark() {
        return mark;
    }

    /**
     * A message enters; its position is above all before.
     *
     * @param message     null if it is only in the store
     * @param expiresAtMs when it expires, 0 = never
     */
    void enter(long position, CachedMessage message, long expiresAtMs) {
        expiry.note(expiresAtMs);
        boolean live = coveredTo >= tail;
        tail = position;
        if (message != null && live && (pinned || !message.isStored() || context.memory.hasRoom())) {
            add(new Entry(position, this, message));
            coveredTo = position;
        } else if (message != null && (pinned || !message.isStored())) {
            Entry entry = new Entry(position, this, message);
            beyond.put(entry);
            hold(entry);
        }
        context.wake(subscription);
    }

    /** Something at {@code position} entered the log that is not for this subscription. */
    void pass(long position) {
        if (coveredTo >= tail) {
            coveredTo = position;
            tail = position;
        }
    }

    private void add(Entry entry) {
        hold(entry);
        keep(entry);
    }

    private void hold(Entry entry) {
        entry.pinned = !entry.inOverflow && (pinned || !entry.message.isStored());
        entry.message.hold(entry.pinned);
    }

    /** The first READY entry in the window at or after a position, or null. */
    Entry nextReady(long from) {
        return ready == 0 ? null : window.firstReady(from);
    }

    /**
     * The first READY entry above the window at or after a position, or null: what is only in memory, and what a scan gave out and
     * got back; of the latter only what lies up to {@code scannedTo}, since a message in the store may come before it.
     */
    Entry nextReadyBeyond(long from, long scannedTo) {
        return beyond.firstReady(from, scannedTo, overflow.isEmpty());
    }

    /** The next entry for consumers without a selector, or null. */
    Entry next() {
        Entry entry = nextReady(cursor);
        if (entry != null) {
            cursor = entry.position;
        }
        return entry;
    }

    /** The first entry in memory after a position, in whatever state, or null; between {@code coveredTo} and it there may be others in a store. */
    Entry firstKnownAfter(long position) {
        Entry entry = position < coveredTo ? window.firstAfter(position) : null;
        return entry != null ? entry : beyond.firstAfter(Math.max(position, coveredTo));
    }

    /** Position up to which the window is complete. */
    long coveredTo() {
        return coveredTo;
    }

    /** Highest position that is of interest here. */
    long tail() {
        return tail;
    }

    /** Whether everything is in memory. */
    boolean isComplete() {
        return coveredTo >= tail;
    }

    /** Whether only the store knows what comes next. */
    boolean hasToRead() {
        return !isComplete() && window.isEmpty();
    }

    /** Whether nothing is left, neither in memory nor in the store. */
    boolean isDone() {
        return isComplete() && window.isEmpty();
    }

    /** Whether a read is under way that will bring something. */
    boolean isReading() {
        return reading;
    }

    /** Whether the store has what is not in memory. */
    boolean isRead() {
        return !pinned;
    }

    /** Whether something of it is in the overflow. */
    boolean isInOverflow() {
        return !overflow.isEmpty();
    }

    /** What memory has above a position and up to another, and is not consumed. */
    TreeMap<Long, Entry> inMemory(long after, long upTo) {
        TreeMap<Long, Entry> there = new TreeMap<>();
        for (Entry entry = window.firstAfter(after); entry != null && entry.position <= upTo; entry = window.firstAfter(entry.position)) {
            there.put(entry.position, entry);
        }
        if (after < upTo) {
            beyond.addTo(there, after, upTo);
        }
        return there;
    }

    /** READY entries in memory. */
    int ready() {
        return ready;
    }

    /** The first entry in the window after a position in whatever state, for browsers. */
    Entry after(long position) {
        return window.firstAfter(position);
    }

    /** Everything up to here is consumed, as far as memory knows. */
    long consumedUpTo() {
        return window.isEmpty() ? coveredTo : window.firstPosition() - 1;
    }

    /** The entry at a position that is in memory, or null. */
    Entry find(long position) {
        return position <= coveredTo ? window.get(position) : beyond.get(position);
    }

    /** Whether memory knows that there is no message at a position for which {@link #find} gives null. */
    boolean knows(long position) {
        return position <= coveredTo;
    }

    /** Whether a position of the log is still wanted here, as far as memory knows. */
    Interest interest(long position) {
        Entry entry = find(position);
        if (entry != null) {
            return entry.state == Entry.State.REMOVED ? Interest.DONE : Interest.WANTS;
        }
        if (position <= coveredTo || position > tail || consumption.isConsumed(position)) {
            return Interest.DONE;
        }
        return consumption.source() == ReadRequest.Source.MATCHES ? Interest.MAY_WANT : Interest.WANTS;
    }

    void held(Entry entry) {
        entry.state = Entry.State.HELD;
        if (entry.position <= coveredTo) {
            ready--;
        }
    }

    /** A message that a scan found is given out: it becomes an entry if it is above the window and not one yet. @return null if it cannot be given out */
    Entry takeBeyond(Brought found) {
        Entry known = find(found.position());
        if (known != null) {
            return known.state == Entry.State.READY ? known : null;
        }
        if (!isThere(found)) {
            return null;
        }
        Entry entry = found.entry(this);
        beyond.put(entry);
        hold(entry);
        return entry;
    }

    /** Whether a message that a read brought up, and that memory does not have, is still there. */
    boolean isThere(Brought found) {
        return found.position() > coveredTo && !isConsumed(found);
    }

    private boolean isConsumed(Brought found) {
        return !found.overflowed() && consumption.isConsumed(found.position());
    }

    /** The entry is consumed: acknowledged, expired or moved. */
    void remove(Entry entry) {
        if (entry.state == Entry.State.READY && entry.position <= coveredTo) {
            ready--;
        } else if (entry.state == Entry.State.POSTPONED) {
            context.postponed.remove(entry);
        }
        entry.state = Entry.State.REMOVED;
        entry.message.release(entry.pinned);
        if (entry.position <= coveredTo) {
            window.remove(entry.position);
        } else if (entry.pinned && !entry.inOverflow) {
            beyond.remove(entry.position);
        }
        consume(entry);
    }

    /** A message that is not in memory is consumed; a later read may still bring it up and is told. */
    void removeUnread(Brought found) {
        Entry entry = found.entry(this);
        entry.state = Entry.State.REMOVED;
        beyond.put(entry);
        consume(entry);
    }

    /** Tells whoever has it besides memory. */
    private void consume(Entry entry) {
        if (entry.inOverflow) {
            overflow.remove(entry);
            stayGone(entry, entry.overflowedIn, context.overflow.reads());
        }
        if (pinned) {
            return;
        }
        if (!entry.message.isStored()) {
            leftUnstored(entry);
            return;
        }
        changes.changed(entry.position, context.outbox.openNumber());
        stayGone(entry, context.outbox.openNumber(), context.reads);
        if (entry.attempts > 0) {
            context.open().delete(new AttemptsRecord(subscription.id(), priority(), entry.position, 0));
        }
        consumption.consumed(entry);
        lowest();
    }

    /** Remembers a removal above the window. */
    private void stayGone(Entry entry, long writeSet, Reads in) {
        if (entry.position > coveredTo) {
            beyond.stayGone(entry.position, writeSet, in);
        }
        beyond.forgetGone();
    }

    private void lowest() {
        if (consumption instanceof Consumption.Removal) {
            lane.lowest(consumedUpTo() + 1);
        }
    }

    /** The entry goes back to its old position. */
    void giveBack(Entry entry) {
        free(entry);
        ready(entry);
    }

    /** The entry goes back, and is delivered again only when its time has come. */
    void postpone(Entry entry, long dueMs) {
        free(entry);
        entry.state = Entry.State.POSTPONED;
        context.postponed.put(entry, dueMs);
    }

    private void free(Entry entry) {
        entry.holder = null;
        entry.consumer = null;
        entry.inTransaction = false;
        expiry.note(entry.message.message().expiresAtMs());
    }

    /** The entry, which nobody holds, may be delivered. */
    void ready(Entry entry) {
        entry.state = Entry.State.READY;
        if (entry.position <= coveredTo) {
            ready++;
        } else {
            overflow.returned(entry);
        }
        cursor = Math.min(cursor, entry.position);
        subscription.stepBack(priority(), entry.position);
        context.wake(subscription);
    }

    /** One more attempt has failed. */
    void countAttempt(Entry entry) {
        entry.attempts++;
        if (entry.inOverflow) {
            overflow.countAttempt(entry);
        } else if (entry.message.isStored() && !pinned) {
            changes.changed(entry.position, context.outbox.openNumber());
            context.open().put(new AttemptsRecord(subscription.id(), priority(), entry.position, entry.attempts));
        }
    }

    /** The write set that the delivery of an entry has to wait for. */
    long delivered(Entry entry) {
        return pinned || !entry.message.isStored() ? entry.message.writeSet() : mark.raise(entry);
    }

    /** A clean stop: what need not be shown as redelivered is not. */
    void lowerMark() {
        long[] flagged = {0};
        Consumer<Entry> raise = entry -> flagged[0] = Math.max(flagged[0], entry.flagged ? entry.position : 0);
        window.forEach(raise);
        beyond.forEach(raise);
        mark.lower(consumedUpTo(), flagged[0]);
    }

    /** Whether so many entries are ready, or what there is has to do since memory is tight. */
    boolean hasReady(int wanted) {
        return ready >= wanted || ready > 0 && context.memory.isTight();
    }

    /** Reads on when fewer than {@code wanted} entries are ready and more are in the store. */
    void readAhead(int wanted) {
        if (reading || isComplete() || !withheld.isEmpty() || hasReady(wanted) || !context.outbox.isDurable(readAgainAfter)) {
            return;
        }
        reading = true;
        reader.ask(coveredTo, tail, context.bounds.readMessagesMax(), message -> true, this::filled);
    }

    /** Reads above the window for those that are wanted, without changing it. */
    void scan(long after, int messagesMax, Predicate<StoredMessage> wanted, Consumer<Brought.Run> then) {
        withheld.whenNothing(() -> reader.ask(after, tail, messagesMax, wanted, then));
    }

    Withheld withheld() {
        return withheld;
    }

    /** The message at a withheld position is there: it is held from now on. */
    Entry bringHeld(Brought found) {
        Entry entry = found.entry(this);
        beyond.put(entry);
        hold(entry);
        held(entry);
        return entry;
    }

    /** A read has told what is at that position. */
    void withholdNoMore(long position) {
        withheld.remove(position);
        if (withheld.isEmpty()) {
            context.wake(subscription);
        }
    }

    private void filled(Brought.Run run) {
        reading = false;
        if (subscription.isDeleted()) {
            return;
        }
        long coverage = Math.min(tail, run.coverage());
        if (coverage <= coveredTo) {
            readAgainAfter = Math.min(context.outbox.openNumber(), run.applied() + 1);
            context.wakeWhenDurable(subscription, readAgainAfter);
            return;
        }
        Deque<Entry> known = beyond.takeUpTo(coverage);
        for (Brought found : run.found()) {
            while (!known.isEmpty() && known.peekFirst().position < found.position()) {
                keep(known.removeFirst());
            }
            if (!known.isEmpty() && known.peekFirst().position == found.position()) {
                keep(known.removeFirst());
            } else if (!isConsumed(found)) {
                add(found.entry(this));
            }
        }
        known.forEach(this::keep);
        // who took a message above the window has not seen what came into it below that
        subscription.stepBack(priority(), coveredTo + 1);
        coveredTo = coverage;
        context.wake(subscription);
        if (hasToRead()) {
            // all of it was consumed before: what comes next is further on
            readAhead(1);
        }
    }

    /** An entry that was known above the window becomes part of it; its memory is held already. */
    private void keep(Entry entry) {
        if (entry.state == Entry.State.REMOVED) {
            return;
        }
        window.add(entry);
        newestIn = Math.max(newestIn, entry.message.writeSet());
        if (entry.state == Entry.State.READY) {
            ready++;
        }
    }

    /**
     * Gives memory back: nobody takes from here now. The window becomes short; of what was behind, and is above it then, stays what
     * cannot be read again, and that goes to the overflow.
     *
     * @param isLookedAt whether somebody with credit looks for messages that he selects: what was read for him is not let go only to
     *                   be read again, so that each message leaves memory but once on his account
     */
    void shrink(boolean isLookedAt) {
        shorten(isLookedAt);
        if (!beyond.isEmpty()) {
            if (context.diskLow() == null) {
                overflow.push(beyond);
            }
            overflow.letGo(beyond, entry -> {
                forgotten(entry);
                subscription.leftMemory(priority(), entry.position);
            });
        }
    }

    private void shorten(boolean isLookedAt) {
        int kept = window.upToReady(context.bounds.keptWhenIdle(), Math.min(context.bounds.readBytesMax(), context.memory.share()));
        if (reading || window.size() <= kept || !context.outbox.isDurable(newestIn)) {
            return;
        }
        long end = window.positionOf(kept);
        if (isLookedAt && !window.anyAfter(end, LaneOverflow::takes)) {
            return;
        }
        // what was changed behind that must not be read as it was before
        if (!changes.concerns(end) && !overflow.isUnsettled(end)) {
            window.keepFirst(kept, this::leave);
            coveredTo = end;
            subscription.leftMemory(priority(), end + 1);
        }
    }

    /** Out of the window, and out of memory if a read brings it up again as it is. */
    private void leave(Entry entry) {
        boolean isReady = entry.state == Entry.State.READY;
        ready -= isReady ? 1 : 0;
        if (isReady && !entry.flagged && (entry.inOverflow ? overflow.isSettled(entry) : !entry.pinned)) {
            forgotten(entry);
        } else {
            beyond.put(entry);
            if (isReady) {
                overflow.returned(entry);
            }
        }
    }

    /** The entry is in a store, and in memory no more. A walk for what has expired may have come past before it got there. */
    private void forgotten(Entry entry) {
        entry.message.release(entry.pinned);
        expiry.note(entry.message.message().expiresAtMs());
    }

    /** Lets go of all entries: the subscription is deleted. */
    void clear() {
        window.forEach(entry -> forget(entry));
        beyond.forEach(entry -> forget(entry));
        window.clear();
        beyond.clear();
        ready = 0;
        overflow.clear();
    }

    private void forget(Entry entry) {
        if (entry.state != Entry.State.REMOVED) {
            if (entry.state == Entry.State.HELD) {
                if (entry.transaction != null) {
                    entry.transaction.forget(entry);
                } else {
                    entry.holder.release(entry);
                }
            } else if (entry.state == Entry.State.POSTPONED) {
                context.postponed.remove(entry);
            }
            entry.state = Entry.State.REMOVED;
            entry.message.release(entry.pinned);
            if (!entry.message.isStored()) {
                leftUnstored(entry);
            }
        }
    }

    /** A queue counts what is only in memory; a topic does not, since many subscriptions may share it. */
    private void leftUnstored(Entry entry) {
        if (consumption instanceof Consumption.Removal) {
            lane.left(entry.message.message(), false);
        }
    }
}

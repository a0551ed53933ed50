package io.postrider.broker.core;

import io.postrider.broker.store.AttemptsRecord;
import io.postrider.broker.store.FloorRecord;
import io.postrider.broker.store.MarkRecord;
import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.ReadResult.Found;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What one subscription sees of one lane: a window of entries in memory that is complete up to {@code coveredTo}, and reads that
 * move it on. Owned by the core's thread.
 *
 * <p>Above {@code coveredTo} only single entries are known ({@code beyond}): what is nowhere but in memory, and what a scan gave
 * out. A read's result is merged with them, so that nothing is given out twice.
 */
final class SubscriptionLane {
    /** A removal above the window, and the write set that has it. */
    private record Gone(long position, long writeSet) {
    }

    private final CoreContext context;
    private final Subscription subscription;
    private final Lane lane;
    private final Consumption consumption;
    /** Whether entries are nowhere but in memory. */
    private final boolean pinned;
    private final Window window = new Window();
    private final TreeMap<Long, Entry> beyond = new TreeMap<>();
    /** What is in {@code beyond} only so that no read under way brings it up again, oldest first. */
    private final Deque<Gone> gone = new ArrayDeque<>();
    private long coveredTo;
    /** Highest position that is of interest here. */
    private long tail;
    private boolean reading;
    /** A read came back empty-handed since what it looks for is not applied: ask again when this write set is durable. */
    private long readAgainAfter;
    /** Where the consumers without a selector look next. */
    private long cursor;
    private int ready;
    private long mark;
    private long markWriteSet;
    /** The write set that has the last removal or attempt of this lane. */
    private long changedIn;
    /** After an unclean start: what is up to here may have been delivered before. */
    private long shownAsRedeliveredUpTo;

    /** @param coveredTo nothing is wanted up to here */
    SubscriptionLane(CoreContext context, Subscription subscription, Lane lane, Consumption consumption, boolean pinned, long coveredTo) {
        this.context = context;
        this.subscription = subscription;
        this.lane = lane;
        this.consumption = consumption;
        this.pinned = pinned;
        this.coveredTo = coveredTo;
        this.tail = Math.max(coveredTo, lane.tail());
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

    /** An unclean stop left this mark. */
    void load(MarkRecord record) {
        shownAsRedeliveredUpTo = record.upTo();
        mark = record.upTo();
    }

    /** A message enters; its position is above all before. Without {@code message} it is only in the store. */
    void enter(long position, CachedMessage message) {
        boolean live = coveredTo >= tail;
        tail = position;
        if (message != null && live && (pinned || !message.isStored() || context.memory.hasRoom())) {
            add(new Entry(position, this, message));
            coveredTo = position;
        } else if (message != null && (pinned || !message.isStored())) {
            Entry entry = new Entry(position, this, message);
            beyond.put(position, entry);
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
        window.add(entry);
        hold(entry);
        if (entry.state == Entry.State.READY) {
            ready++;
        }
    }

    private void hold(Entry entry) {
        entry.message.hold(pinned || !entry.message.isStored());
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
        for (Entry entry : beyond.tailMap(from, true).values()) {
            if (entry.state == Entry.State.READY && (entry.position <= scannedTo || !entry.message.isStored())) {
                return entry;
            }
        }
        return null;
    }

    /** The next entry for consumers without a selector, or null. */
    Entry next() {
        Entry entry = nextReady(cursor);
        if (entry != null) {
            cursor = entry.position;
        }
        return entry;
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

    /** Whether what is not in memory can be read. */
    boolean isRead() {
        return !pinned;
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

    /** Whether a message above the window was consumed although a read may still bring it up. */
    boolean isRemovedBeyond(long position) {
        Entry entry = beyond.get(position);
        return entry != null && entry.state == Entry.State.REMOVED;
    }

    void held(Entry entry) {
        entry.state = Entry.State.HELD;
        if (entry.position <= coveredTo) {
            ready--;
        }
    }

    /** A message that a scan found is given out: it becomes an entry if it is above the window and not one yet. @return null if it cannot be given out */
    Entry takeBeyond(long position, int attempts, CachedMessage message) {
        Entry known = find(position);
        if (known != null) {
            return known.state == Entry.State.READY ? known : null;
        }
        if (position <= coveredTo || consumption.isConsumed(position)) {
            return null;
        }
        Entry entry = new Entry(position, this, message);
        entry.attempts = attempts;
        beyond.put(position, entry);
        hold(entry);
        return entry;
    }

    /** The entry is consumed: acknowledged, expired or moved. */
    void remove(Entry entry) {
        if (entry.state == Entry.State.READY && entry.position <= coveredTo) {
            ready--;
        }
        entry.state = Entry.State.REMOVED;
        entry.message.release(pinned || !entry.message.isStored());
        if (entry.position <= coveredTo) {
            window.remove(entry.position);
        } else if (!entry.message.isStored() || pinned) {
            beyond.remove(entry.position);
        }
        if (pinned) {
            return;
        }
        if (!entry.message.isStored()) {
            leftUnstored(entry);
            return;
        }
        changedIn = context.outbox.openNumber();
        if (entry.position > coveredTo) {
            stayGone(entry.position);
        }
        forgetAttempts(entry.position, entry.attempts);
        consumption.consumed(entry);
        lowest();
    }

    /** Remembers a removal above the window, and forgets those that no read can bring up any more: the window may stand still for ever. */
    private void stayGone(long position) {
        gone.addLast(new Gone(position, context.outbox.openNumber()));
        while (gone.peekFirst().writeSet <= context.reads.settled()) {
            beyond.remove(gone.removeFirst().position);
        }
    }

    private void forgetAttempts(long position, int attempts) {
        if (attempts > 0) {
            context.open().delete(new AttemptsRecord(subscription.id(), priority(), position, 0));
        }
    }

    /** A message that is not in memory is consumed; a later read may still bring it up and is told. */
    void removeUnread(long position, CachedMessage message, int attempts) {
        Entry entry = new Entry(position, this, message);
        entry.state = Entry.State.REMOVED;
        if (position > coveredTo) {
            beyond.put(position, entry);
            stayGone(position);
        }
        forgetAttempts(position, attempts);
        consumption.consumed(entry);
        lowest();
    }

    private void lowest() {
        if (consumption instanceof Consumption.Removal) {
            lane.lowest(consumedUpTo() + 1);
        }
    }

    /** The entry goes back to its old position. */
    void giveBack(Entry entry) {
        entry.state = Entry.State.READY;
        entry.holder = null;
        entry.consumer = null;
        entry.inTransaction = false;
        if (entry.position <= coveredTo) {
            ready++;
        }
        cursor = Math.min(cursor, entry.position);
        subscription.stepBack(priority(), entry.position);
        context.wake(subscription);
    }

    /** One more attempt has failed. */
    void countAttempt(Entry entry) {
        entry.attempts++;
        if (entry.message.isStored() && !pinned) {
            changedIn = context.outbox.openNumber();
            context.open().put(new AttemptsRecord(subscription.id(), priority(), entry.position, entry.attempts));
        }
    }

    boolean isShownAsRedelivered(Entry entry) {
        return entry.attempts > 0 || entry.flagged || entry.position <= shownAsRedeliveredUpTo && entry.message.isStored();
    }

    /** The write set that the delivery of an entry has to wait for: its own, and the one that raised the mark above it. */
    long mark(Entry entry) {
        if (pinned || !entry.message.isStored()) {
            return entry.message.writeSet();
        }
        if (entry.position > mark) {
            mark = entry.position + context.bounds.markStep();
            markWriteSet = context.outbox.openNumber();
            context.open().put(new MarkRecord(subscription.id(), priority(), mark));
        }
        return Math.max(entry.message.writeSet(), markWriteSet);
    }

    /**
     * A clean stop: the mark comes down to the last message that was delivered and not counted, in this boot or in one before an
     * unclean stop; if there is none, nothing needs it.
     */
    void removeMark() {
        long[] needed = {consumedUpTo() < shownAsRedeliveredUpTo ? shownAsRedeliveredUpTo : 0};
        Consumer<Entry> raise = entry -> needed[0] = Math.max(needed[0], entry.flagged ? entry.position : 0);
        window.forEach(raise);
        beyond.values().forEach(raise);
        if (mark != 0 && needed[0] == 0) {
            context.open().delete(new MarkRecord(subscription.id(), priority(), 0));
        } else if (needed[0] < mark) {
            context.open().put(new MarkRecord(subscription.id(), priority(), needed[0]));
        }
    }

    /** Reads on when fewer than {@code wanted} entries are ready and more are in the store. */
    void readAhead(int wanted) {
        if (reading || isComplete() || ready >= wanted || !context.outbox.isDurable(readAgainAfter)) {
            return;
        }
        reading = true;
        context.reads.ask(id -> new ReadRequest.Lane(id, consumption.source(), subscription.id(), lane.destination(), priority(),
                coveredTo, tail, context.bounds.readMessagesMax(), context.bounds.readBytesMax(), context.bounds.readScannedMax(), message -> true), this::filled);
    }

    /** Reads above the window for those that {@code scan} wants, without changing it. */
    void scan(long after, int messagesMax, Scan scan, Consumer<ReadResult> then) {
        context.reads.ask(id -> new ReadRequest.Lane(id, consumption.source(), subscription.id(), lane.destination(), priority(),
                after, tail, messagesMax, context.bounds.readBytesMax(), context.bounds.readScannedMax(), scan), then);
    }

    private void filled(ReadResult result) {
        reading = false;
        if (subscription.isDeleted()) {
            return;
        }
        long coverage = Math.min(tail, context.reads.coverage(result));
        if (coverage <= coveredTo) {
            readAgainAfter = Math.min(context.outbox.openNumber(), result.applied() + 1);
            context.wakeWhenDurable(subscription, readAgainAfter);
            return;
        }
        Iterator<Map.Entry<Long, Entry>> known = beyond.headMap(coverage, true).entrySet().iterator();
        Entry waiting = known.hasNext() ? known.next().getValue() : null;
        for (Found found : result.found()) {
            if (found.position() > coverage) {
                break;
            }
            while (waiting != null && waiting.position < found.position()) {
                keep(waiting);
                waiting = known.hasNext() ? known.next().getValue() : null;
            }
            if (waiting != null && waiting.position == found.position()) {
                keep(waiting);
                waiting = known.hasNext() ? known.next().getValue() : null;
            } else if (!consumption.isConsumed(found.position())) {
                CachedMessage message = new CachedMessage(context, found.message(), true, result.applied());
                Entry entry = new Entry(found.position(), this, message);
                entry.attempts = found.attempts();
                add(entry);
            }
        }
        while (waiting != null) {
            keep(waiting);
            waiting = known.hasNext() ? known.next().getValue() : null;
        }
        beyond.headMap(coverage, true).clear();
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
        if (entry.state == Entry.State.READY) {
            ready++;
        }
    }

    /**
     * Gives memory back: nobody takes from here now, and what lies behind the first entries can be read again. What a read could
     * not see yet stays: the lane must have been left alone until its last change was durable.
     */
    void shrink() {
        if (pinned || reading || !beyond.isEmpty() || window.size() <= context.bounds.keptWhenIdle() || changedIn > context.reads.settled()) {
            return;
        }
        boolean[] mayGo = {true};
        window.forEach(entry -> mayGo[0] &= entry.state == Entry.State.READY && entry.message.isStored() && !entry.flagged
                && context.outbox.isDurable(entry.message.writeSet()));
        if (mayGo[0]) {
            coveredTo = window.keepFirst(context.bounds.keptWhenIdle(), entry -> entry.message.release(false));
            ready = context.bounds.keptWhenIdle();
        }
    }

    /** Lets go of all entries: the subscription is deleted. */
    void clear() {
        window.forEach(entry -> forget(entry));
        beyond.values().forEach(entry -> forget(entry));
        window.clear();
        beyond.clear();
        gone.clear();
        ready = 0;
    }

    private void forget(Entry entry) {
        if (entry.state != Entry.State.REMOVED) {
            if (entry.state == Entry.State.HELD) {
                entry.holder.release(entry);
            }
            entry.state = Entry.State.REMOVED;
            entry.message.release(pinned || !entry.message.isStored());
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

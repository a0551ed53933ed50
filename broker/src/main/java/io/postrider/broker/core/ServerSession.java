package io.postrider.broker.core;

import io.postrider.broker.store.SessionRecord;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Confirmed;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Refused;
import io.postrider.transport.frame.Series;
import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A session: its series of sends, its transaction, its consumers and what it holds. Lives as long as its logical connection may
 * be resumed. Owned by the core's thread.
 */
final class ServerSession {
    /** Acknowledgements that a client may still ask about, of those that its application waits for. */
    private static final int ACKNOWLEDGEMENTS_ASKED_MAX = 100;

    private final CoreContext context;
    private final long id;
    private final ServerConnection connection;
    private final AcknowledgeMode mode;
    private final Map<Long, ServerConsumer> consumers = new HashMap<>();
    private final Map<Long, Browser> browsers = new HashMap<>();
    private final Long2ObjectLinkedOpenHashMap<ProducerFlow> producers = new Long2ObjectLinkedOpenHashMap<>();
    /** Entries of closed consumers, and of consumers of other sessions, that the session can acknowledge. */
    private final Set<Entry> kept = new LinkedHashSet<>();
    private final Deque<SessionRecord.Refusal> refusals = new ArrayDeque<>();
    private int held;
    private int generation;
    private long persistentLast;
    private long nonPersistentLast;
    private long acknowledgeLast;
    private long confirmedPersistent;
    private long confirmedNonPersistent;
    private long confirmedAcknowledge;
    private long transactionLast;
    private boolean committed;
    private LocalTransaction transaction;
    /** The last one, as long as not all of its effects have taken place; null otherwise. */
    private Transaction applying;
    private long appliedIn;
    /** The branch that it works in at the moment, or null, and those that it has suspended. */
    private Branch branch;
    private final Set<Branch> branches = new LinkedHashSet<>();
    /** The write set that the record went into last. */
    private long recordedIn;
    private boolean dirty;
    private boolean recordDirty;
    private boolean recorded;
    /** It is closed or forgotten: nothing is recorded any more. */
    private boolean over;
    private boolean acknowledgedAwaited;
    private long waitsUntilMs;

    ServerSession(CoreContext context, long id, ServerConnection connection, AcknowledgeMode mode) {
        this.context = context;
        this.id = id;
        this.connection = connection;
        this.mode = mode;
    }

    /** Of an earlier boot, or of a link that was lost. */
    void load(SessionRecord record) {
        persistentLast = record.persistentLast();
        confirmedPersistent = persistentLast;
        refusals.addAll(record.refusals());
        transactionLast = record.transaction();
        committed = record.committed();
        acknowledgeLast = record.acknowledgeLast();
        confirmedAcknowledge = acknowledgeLast;
        recorded = true;
    }

    long id() {
        return id;
    }

    ServerConnection connection() {
        return connection;
    }

    AcknowledgeMode mode() {
        return mode;
    }

    int generation() {
        return generation;
    }

    /** Until when it waits for owners of temporary destinations to come back: asked first, it begins. */
    long waitsUntilMs(long waitMs) {
        if (waitsUntilMs == 0) {
            waitsUntilMs = context.nowMs() + waitMs;
        }
        return waitsUntilMs;
    }

    void waitNoMore() {
        waitsUntilMs = context.nowMs();
    }

    void generation(int next) {
        if (next <= generation) {
            throw new Refusal(ErrorCode.PROTOCOL_ERROR, "generation " + next + " of session " + id + ", expected more than " + generation);
        }
        generation = next;
    }

    Map<Long, ServerConsumer> consumers() {
        return consumers;
    }

    Map<Long, Browser> browsers() {
        return browsers;
    }

    Long2ObjectLinkedOpenHashMap<ProducerFlow> producers() {
        return producers;
    }

    Set<Entry> kept() {
        return kept;
    }

    boolean canTake() {
        return connection.isLive() && held < context.settings.limits().unacknowledgedMax();
    }

    void holds(int change) {
        boolean full = held >= context.settings.limits().unacknowledgedMax();
        held += change;
        if (full && change < 0) {
            consumers.values().forEach(consumer -> context.wake(consumer.subscription()));
        }
    }

    int heldCount() {
        return held;
    }

    /** Lets go of an entry that it holds: acknowledged or going back. */
    void release(Entry entry) {
        if (entry.consumer != null) {
            entry.consumer.dropped(entry);
        } else if (kept.remove(entry)) {
            entry.lane.subscription().keptCount--;
        }
        holds(-1);
    }

    /** Another session of the connection holds that entry from now on, which its application has got. */
    void assign(Entry entry, ServerSession to) {
        release(entry);
        entry.holder = to;
        to.keep(entry);
        to.holds(1);
    }

    /** An entry that no open consumer of the session holds stays with it. */
    void keep(Entry entry) {
        entry.consumer = null;
        if (kept.add(entry)) {
            entry.lane.subscription().keptCount++;
        }
    }

    /** The running transaction, or null. */
    LocalTransaction transaction() {
        return transaction;
    }

    /** The transaction with that number, begun now if it is a new one. */
    LocalTransaction transaction(long number) {
        if (transaction == null && applying == null && number > transactionLast) {
            transaction = new LocalTransaction(context, this, number);
        } else if (transaction == null || transaction.number() != number || transaction.isEnding()) {
            throw new Refusal(ErrorCode.TRANSACTION_UNKNOWN, "transaction " + number + " of session " + id + "; "
                    + (transaction == null ? "the last one was " + transactionLast : transaction.number() + " is " + (transaction.isEnding() ? "being committed" : "running")));
        }
        return transaction;
    }

    /** What the session does at the moment under that number: its local transaction, or a branch. @throws Refusal if that takes nothing any more */
    Transaction work(long number) {
        if (mode == AcknowledgeMode.TRANSACTED) {
            return transaction(number);
        }
        if (branch == null || branch.id() != number) {
            throw new Refusal(ErrorCode.TRANSACTION_UNKNOWN, "session " + id + " works in " + (branch == null ? "no branch" : branch.name() + ", number " + branch.id())
                    + ", not in number " + number);
        }
        if (branch.rollbackOnly() != null) {
            throw branch.rollbackOnly();
        }
        return branch;
    }

    Branch branch() {
        return branch;
    }

    void branch(Branch current) {
        branch = current;
    }

    /** That it works in, or has suspended. */
    Set<Branch> branches() {
        return branches;
    }

    /** The running transaction has ended. A commit is recorded; a rollback needs no record, what is unknown is rolled back. */
    void ended(long number, boolean wasCommitted) {
        transaction = null;
        transactionLast = number;
        committed = wasCommitted;
        if (wasCommitted) {
            touchRecord();
        }
    }

    /** The same of a branch that it commits in one phase: they may end in another order than they were asked for, also after the session. */
    void endedBranch(long number, boolean wasCommitted) {
        if (number > transactionLast) {
            ended(number, wasCommitted);
        }
    }

    /** A transaction of its own is committed from the open write set on; nothing of a later one comes before its effects. */
    void committed(LocalTransaction own) {
        ended(own.number(), true);
        applying = own;
    }

    void applying(Transaction committed) {
        applying = committed;
    }

    /** All effects of that one have taken place. */
    void applied(Transaction committed) {
        if (applying == committed) {
            applying = null;
            appliedIn = context.outbox.openNumber();
        }
    }

    /** The write set of the last effects of its last transaction. */
    long appliedIn() {
        return appliedIn;
    }

    /** The transaction whose commit is not brought to its end, or null. */
    Transaction underWay() {
        return applying != null ? applying : transaction != null && transaction.isEnding() ? transaction : null;
    }

    /** The transaction whose effects are not complete, or null. */
    Transaction applying() {
        return applying;
    }

    long transactionLast() {
        return transactionLast;
    }

    boolean lastCommitted() {
        return committed;
    }

    /** What an answer from the record has to wait for. */
    long recordedIn() {
        return recordDirty ? context.outbox.openNumber() : recordedIn;
    }

    long last(Series series) {
        return switch (series) {
            case PERSISTENT -> persistentLast;
            case NON_PERSISTENT -> nonPersistentLast;
            case ACKNOWLEDGE -> acknowledgeLast;
            case TRANSACTED -> throw new IllegalArgumentException("a transaction's sends have no last number");
        };
    }

    /** The next number of a series was taken; it is confirmed at the end of the batch. */
    void took(Series series, long number) {
        switch (series) {
            case PERSISTENT -> {
                persistentLast = number;
                touchRecord();
            }
            case NON_PERSISTENT -> nonPersistentLast = number;
            case ACKNOWLEDGE -> {
                acknowledgeLast = number;
                if (mode == AcknowledgeMode.CLIENT) {
                    acknowledgedAwaited = true;
                    touchRecord();
                }
            }
            case TRANSACTED -> throw new IllegalArgumentException("a transaction's sends have no last number");
        }
        touch();
    }

    /** The next number of a series was refused; the answer leaves in its turn. */
    void refused(Series series, long number, Refusal why) {
        confirmNow();
        took(series, number);
        if (series == Series.PERSISTENT) {
            refusals.addLast(new SessionRecord.Refusal(series, number, why.code(), why.detail()));
            confirmedPersistent = number;
        } else if (series == Series.NON_PERSISTENT) {
            confirmedNonPersistent = number;
        } else {
            confirmedAcknowledge = number;
            if (mode == AcknowledgeMode.CLIENT) {
                // an older one was answered: the application waits for each
                refusals.removeIf(refusal -> refusal.series() == series && refusal.number() <= number - ACKNOWLEDGEMENTS_ASKED_MAX);
                refusals.addLast(new SessionRecord.Refusal(series, number, why.code(), why.detail()));
            }
        }
        // an acknowledgement is refused for some of its messages, and the others are acknowledged with this write set
        long waitsFor = series == Series.NON_PERSISTENT ? 0 : context.outbox.openNumber();
        context.outbox.send(connection.peer(), new Refused(id, series, number, why.code(), why.detail()), waitsFor);
    }

    /** A number that was answered before is asked about again. */
    void answerAgain(Series series, long number) {
        boolean isRecorded = series == Series.PERSISTENT || series == Series.ACKNOWLEDGE && mode == AcknowledgeMode.CLIENT;
        long waitsFor = isRecorded ? recordedIn() : 0;
        for (SessionRecord.Refusal refusal : refusals) {
            if (refusal.series() == series && refusal.number() == number) {
                context.outbox.send(connection.peer(), new Refused(id, series, number, refusal.code(), refusal.detail()), waitsFor);
                return;
            }
        }
        context.outbox.send(connection.peer(), new Confirmed(id, series, number), waitsFor);
    }

    /** A client that resumes names the lowest numbers that it still waits for: all below were answered. */
    void resumed(long persistentLowest, long nonPersistentLowest, boolean sameBoot, int newGeneration) {
        if (persistentLowest - 1 > persistentLast) {
            persistentLast = persistentLowest - 1;
            touchRecord();
        }
        confirmedPersistent = persistentLast;
        if (sameBoot) {
            nonPersistentLast = Math.max(nonPersistentLast, nonPersistentLowest - 1);
            confirmedNonPersistent = nonPersistentLast;
        }
        refusals.removeIf(refusal -> refusal.series() == Series.PERSISTENT && refusal.number() < persistentLowest);
        if (mode != AcknowledgeMode.CLIENT) {
            acknowledgeLast = 0;
        }
        confirmedAcknowledge = acknowledgeLast;
        generation = Math.max(generation, newGeneration);
    }

    /** The same session under another mode: that of an earlier boot had none. */
    void takeOver(ServerSession before) {
        load(before.toRecord());
        recordedIn = before.recordedIn();
        generation = before.generation;
        nonPersistentLast = before.nonPersistentLast;
        applying = before.applying;
        appliedIn = before.appliedIn;
    }

    /** Its producers are gone; who waits for credit waits no more. */
    void closeProducers() {
        producers.values().forEach(ProducerFlow::close);
        producers.clear();
    }

    /** Says now what was taken in this batch: the session ends with it. */
    void confirmPending() {
        confirmNow();
    }

    private void touch() {
        if (!dirty) {
            dirty = true;
            context.dirty(this);
        }
    }

    private void touchRecord() {
        recordDirty = !over;
        touch();
    }

    /** At the end of a batch: one confirmation per series and one record, for however many sends. */
    void flush() {
        dirty = false;
        confirmNow();
        if (recordDirty) {
            recordDirty = false;
            recorded = true;
            recordedIn = context.outbox.openNumber();
            while (refusals.size() > 1000) {
                refusals.removeFirst();
            }
            context.open().put(toRecord());
        }
    }

    private void confirmNow() {
        Peer peer = connection.peer();
        if (persistentLast > confirmedPersistent) {
            confirmedPersistent = persistentLast;
            context.outbox.send(peer, new Confirmed(id, Series.PERSISTENT, persistentLast), context.outbox.openNumber());
        }
        if (nonPersistentLast > confirmedNonPersistent) {
            confirmedNonPersistent = nonPersistentLast;
            context.outbox.send(peer, new Confirmed(id, Series.NON_PERSISTENT, nonPersistentLast));
        }
        if (acknowledgeLast > confirmedAcknowledge) {
            confirmedAcknowledge = acknowledgeLast;
            Confirmed confirmed = new Confirmed(id, Series.ACKNOWLEDGE, acknowledgeLast);
            if (acknowledgedAwaited) {
                context.outbox.send(peer, confirmed, context.outbox.openNumber());
            } else {
                context.outbox.sendUnawaited(peer, confirmed, context.outbox.openNumber());
            }
            acknowledgedAwaited = false;
        }
    }

    /** Refused numbers of both series that the client may still ask about, oldest first. */
    List<SessionRecord.Refusal> refusals() {
        return new ArrayList<>(refusals);
    }

    /** Its record goes with it. */
    void deleteRecord() {
        over = true;
        if (recorded || recordDirty) {
            context.open().delete(toRecord());
            recorded = false;
            recordDirty = false;
        }
    }

    private SessionRecord toRecord() {
        return new SessionRecord(id, connection.id(), persistentLast, refusals(), transactionLast, committed, acknowledgeLast);
    }
}

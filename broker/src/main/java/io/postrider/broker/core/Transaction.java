package io.postrider.broker.core;

import io.postrider.broker.store.BranchRecord;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.ErrorCode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends and acknowledgements that take effect together or not at all: the work of a session since its last commit, or that of a
 * branch. Sends are staged: small ones in memory, the bodies of the rest in the store, so that the commit itself is small. Owned by
 * the core's thread.
 */
abstract sealed class Transaction permits LocalTransaction, Branch {
    /** Bytes of messages that are staged in memory; what comes after goes to the store at once. */
    private static final long MEMORY_BYTES_MAX = 256 * 1024;
    /** Bytes that a staged message adds to the commit's write set besides its head. */
    private static final long RECORD_BYTES = 100;
    private static final long ACKNOWLEDGEMENT_BYTES = 40;

    /**
     * A message that enters its destination at the commit.
     *
     * @param dueMs  0, or broker time at which it is delivered
     * @param loaded whether its body is in memory
     * @param staged body that was put into the store for this transaction, 0 if none
     */
    record StagedSend(Destination destination, StoredMessage message, long dueMs, boolean loaded, long staged, int chunks) {
    }

    final CoreContext context;
    private final List<StagedSend> sends = new ArrayList<>();
    private final Set<Entry> acknowledged = new LinkedHashSet<>();
    private long memoryBytes;
    private long commitBytes;
    private Refusal rollbackOnly;
    private long recordId;
    private Ending ending;
    /** Its record in the store, if it has one. */
    private BranchRecord record;
    /** What is under way with it, and comes in later commands. */
    private int busy;
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    Transaction(CoreContext context, long recordId) {
        this.context = context;
        this.recordId = recordId;
    }

    /** Who it is, in sentences for people. */
    abstract String name();

    /** It has acknowledged an entry, which its session holds. */
    abstract void acknowledged(Entry entry);

    /** What its record says, in that form. */
    abstract BranchRecord toRecord(BranchRecord.Form form);

    // --- in the store

    /** Puts its record into the store, in that form. */
    final void form(BranchRecord.Form form) {
        record = toRecord(form);
        context.open().put(record);
    }

    final void loaded(BranchRecord known) {
        record = known;
    }

    /** What is stored of it, or null. */
    final BranchRecord record() {
        return record;
    }

    final void deleteRecord() {
        if (record != null) {
            context.open().delete(record);
            record = null;
        }
    }

    /** How it ends, or null as long as that has not begun. */
    final Ending ending() {
        return ending;
    }

    final void ending(Ending begun) {
        ending = begun;
    }

    /** Whether it takes no more work. */
    final boolean isEnding() {
        return ending != null;
    }

    /** Nothing of its work is left. */
    final void done() {
        sends.clear();
        acknowledged.clear();
        context.memory.staged(-commitBytes);
        commitBytes = 0;
    }

    // --- while something is under way with it

    final void busy(int change) {
        busy += change;
        while (busy == 0 && !waiting.isEmpty()) {
            waiting.removeFirst().run();
        }
    }

    /** Runs {@code action} when nothing is under way with it any more. */
    final void whenComplete(Runnable action) {
        if (busy == 0) {
            action.run();
        } else {
            waiting.addLast(action);
        }
    }

    // --- what it acknowledges

    /** Names it in the store: given once, when it is first needed. */
    final long recordId() {
        if (recordId == 0) {
            recordId = context.ids.take();
        }
        return recordId;
    }

    /** It answers for an entry from now on, which its session has held. */
    final void take(Entry entry) {
        if (entry.transaction == null) {
            entry.holder.release(entry);
            entry.holder = null;
            entry.consumer = null;
            entry.transaction = this;
            entry.lane.subscription().keptCount++;
        }
    }

    /** An entry of an earlier boot, which its subscription has counted already. */
    final void adopt(Entry entry) {
        entry.inTransaction = true;
        entry.transaction = this;
        acknowledged.add(entry);
    }

    /** Sends of an earlier boot, which nobody can refuse any more. */
    final void adopt(List<StagedSend> staged) {
        sends.addAll(staged);
        for (StagedSend send : staged) {
            long body = send.message().message().bodyLength();
            count(send.message().size() - body + (send.loaded() ? body : 0) + RECORD_BYTES);
        }
    }

    /** Nobody holds the entry any more. */
    final void letGo(Entry entry) {
        entry.inTransaction = false;
        if (entry.transaction == null) {
            entry.holder.release(entry);
        } else {
            entry.transaction = null;
            entry.lane.subscription().keptCount--;
        }
    }

    /** The subscription of an entry is deleted. */
    final void forget(Entry entry) {
        acknowledged.remove(entry);
        letGo(entry);
    }

    /** Nothing of it can be committed any more; the first reason counts. */
    void rollbackOnly(Refusal why) {
        if (rollbackOnly == null) {
            rollbackOnly = why;
        }
    }

    /** Why it cannot be committed, or null. */
    Refusal rollbackOnly() {
        return rollbackOnly;
    }

    List<StagedSend> sends() {
        return sends;
    }

    Set<Entry> acknowledged() {
        return acknowledged;
    }

    boolean hasWorked() {
        return !sends.isEmpty() || !acknowledged.isEmpty();
    }

    /** Stages a send. @throws Refusal if the transaction would be too large */
    void send(Destination destination, StoredMessage message, long dueMs) {
        boolean inline = message.body() == 0;
        boolean toStore = inline && destination instanceof QueueDestination && destination.stores(message)
                && message.message().bodyLength() > 0 && (memoryBytes + message.size() > MEMORY_BYTES_MAX
                || message.message().bodyLength() > StoredMessage.INLINE_BODY_BYTES_MAX);
        grow(message.size() - message.message().bodyLength() + (toStore || !inline ? 0 : message.message().bodyLength()) + RECORD_BYTES);
        if (toStore) {
            long body = context.bodies.store(message.message());
            int chunks = StoredMessage.chunks(message.message().bodyLength());
            context.bodies.staged(body, chunks);
            StoredMessage apart = new StoredMessage(message.accepted(), message.expiresAtMs(), message.connection(), message.clientId(),
                    message.destination(), message.priority(), message.persistent(), body, message.message().withoutBody());
            sends.add(new StagedSend(destination, apart, dueMs, false, body, chunks));
        } else {
            memoryBytes += message.message().encodedLength();
            boolean apart = message.message().isBodyApart();
            sends.add(new StagedSend(destination, message, dueMs, true, apart ? message.body() : 0,
                    apart ? StoredMessage.chunks(message.message().bodyLength()) : 0));
        }
    }

    /** @throws Refusal if the transaction would be too large */
    void acknowledge(Entry entry) {
        grow(ACKNOWLEDGEMENT_BYTES);
        entry.inTransaction = true;
        acknowledged.add(entry);
        acknowledged(entry);
    }

    private void grow(long bytes) {
        if (commitBytes + bytes > context.settings.transactionBytesMax()) {
            throw new Refusal(ErrorCode.TRANSACTION_TOO_LARGE, name() + " would write "
                    + (commitBytes + bytes) + " bytes at its commit, the broker takes " + context.settings.transactionBytesMax()
                    + "; commit more often or raise transactionBytesMax");
        }
        long all = context.memory.stagedBytes() + bytes;
        long allMax = context.memory.stagedBytesMax(context.settings.transactionBytesMax());
        if (all > allMax) {
            throw new Refusal(ErrorCode.TRANSACTION_TOO_LARGE, name() + " would bring what all open and prepared transactions keep in memory to "
                    + all + " bytes, the broker takes " + allMax + "; commit more often, or raise memoryBytes, of which that is a quarter");
        }
        count(bytes);
    }

    private void count(long bytes) {
        commitBytes += bytes;
        context.memory.staged(bytes);
    }
}

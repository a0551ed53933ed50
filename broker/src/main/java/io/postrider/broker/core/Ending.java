package io.postrider.broker.core;

import io.postrider.broker.core.Transaction.StagedSend;
import io.postrider.broker.store.BranchPartRecord;
import io.postrider.transport.frame.MessageRef;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The work of a transaction in parts, none of more steps than one command may take: put into the store part by part before it is
 * decided, and taking effect part by part afterwards, so that nobody waits long for a large one and a crash finds all of it or nothing.
 * Owned by the core's thread.
 */
final class Ending {
    /** A part is so much smaller than what one command may take: the store has to write it too while others wait. */
    private static final int PARTS_OF_A_COMMAND = 4;

    /** Steps that go together. @param acknowledged of an earlier boot: empty until they were fetched */
    record Part(int index, List<StagedSend> sends, List<Entry> acknowledged) {
    }

    private final CoreContext context;
    private final Delayed delayed;
    private final Transaction transaction;
    private final Deque<Part> unstored = new ArrayDeque<>();
    /** In the store, and without effect yet. */
    private final Deque<Part> stored = new ArrayDeque<>();
    private Runnable whenCancelled;

    /** Of a transaction as it is now. */
    Ending(CoreContext context, Delayed delayed, Transaction transaction) {
        this.context = context;
        this.delayed = delayed;
        this.transaction = transaction;
        List<StagedSend> sends = transaction.sends();
        List<Entry> entries = List.copyOf(transaction.acknowledged());
        int size = Math.max(1, context.bounds.stepsMax() / PARTS_OF_A_COMMAND);
        if (sends.size() + entries.size() <= context.bounds.stepsMax()) {
            unstored.add(new Part(0, List.copyOf(sends), entries));
            return;
        }
        for (int from = 0; from < entries.size(); from += size) {
            unstored.add(new Part(unstored.size(), List.of(), entries.subList(from, Math.min(entries.size(), from + size))));
        }
        for (int from = 0; from < sends.size(); from += size) {
            unstored.add(new Part(unstored.size(), List.copyOf(sends.subList(from, Math.min(sends.size(), from + size))), List.of()));
        }
    }

    /** Of an earlier boot, by what is left in the store. */
    Ending(CoreContext context, Delayed delayed, Transaction transaction, List<Part> parts) {
        this.context = context;
        this.delayed = delayed;
        this.transaction = transaction;
        stored.addAll(parts);
    }

    /** Whether all of it is for one command. */
    boolean isSmall() {
        return unstored.size() + stored.size() <= 1;
    }

    boolean isStored() {
        return unstored.isEmpty();
    }

    /**
     * Puts all of it into the store; what is there belongs to the transaction and no longer to its session.
     *
     * @param cancelled called instead of {@code then} if it is cancelled before
     */
    void store(Runnable then, Runnable cancelled) {
        whenCancelled = cancelled;
        goOnStoring(then);
    }

    private void goOnStoring(Runnable then) {
        if (whenCancelled == null) {
            return;
        }
        if (!unstored.isEmpty()) {
            store(unstored.removeFirst());
        }
        if (unstored.isEmpty()) {
            whenCancelled = null;
            then.run();
        } else {
            context.goOnWhenDurable(() -> goOnStoring(then));
        }
    }

    private void store(Part part) {
        List<BranchPartRecord.StagedSend> staged = new ArrayList<>();
        for (StagedSend send : part.sends) {
            // one that is not stored when it enters may be given out before its write set is durable: after a crash it would come twice
            if (send.destination().stores(send.message())) {
                context.bodies.claim(send.message().body());
                staged.add(new BranchPartRecord.StagedSend(send.dueMs(), send.message()));
            }
        }
        List<MessageRef> refs = new ArrayList<>();
        for (Entry entry : part.acknowledged) {
            if (entry.state == Entry.State.HELD) {
                transaction.take(entry);
                if (entry.message.isStored() && entry.lane.isRead()) {
                    refs.add(Redelivery.ref(entry));
                }
            }
        }
        context.open().put(new BranchPartRecord(transaction.recordId(), part.index, staged, refs));
        stored.addLast(part);
    }

    /** Everything takes effect, each part with the write set that removes it from the store. @param then in the last of them */
    void apply(Runnable then) {
        if (!context.hasNumbers()) {
            context.goOnWithNumbers(() -> apply(then));
            return;
        }
        boolean isStored = !stored.isEmpty();
        Part part = isStored ? stored.pollFirst() : unstored.pollFirst();
        if (part != null) {
            part.acknowledged.forEach(this::remove);
            part.sends.forEach(this::enter);
            if (isStored) {
                context.open().delete(BranchPartRecord.key(transaction.recordId(), part.index));
            }
        }
        if (stored.isEmpty() && unstored.isEmpty()) {
            transaction.done();
            then.run();
        } else {
            context.goOnWhenDurable(() -> apply(then));
        }
    }

    private void enter(StagedSend send) {
        Destination destination = send.destination();
        if (destination.isDeleted()) {
            context.bodies.release(send.message());
            return;
        }
        if (send.dueMs() > context.nowMs()) {
            delayed.put(destination, send.message(), send.dueMs());
        } else {
            destination.enter(send.message(), send.loaded());
        }
    }

    private void remove(Entry entry) {
        if (entry.state == Entry.State.HELD) {
            transaction.letGo(entry);
            entry.lane.remove(entry);
        }
    }

    /** It does not take effect: what it has staged is dropped, in parts too. */
    void cancel() {
        Runnable told = whenCancelled;
        whenCancelled = null;
        Deque<Part> ours = new ArrayDeque<>(stored);
        Deque<Part> others = new ArrayDeque<>(unstored);
        stored.clear();
        unstored.clear();
        drop(ours, others);
        if (told != null) {
            told.run();
        }
    }

    private void drop(Deque<Part> ours, Deque<Part> others) {
        Part part = ours.pollFirst();
        if (part != null) {
            context.open().delete(BranchPartRecord.key(transaction.recordId(), part.index));
        } else {
            part = others.pollFirst();
        }
        if (part == null) {
            return;
        }
        for (StagedSend send : part.sends) {
            if (send.staged() != 0) {
                context.bodies.drop(send.staged(), send.chunks());
            }
        }
        if (!ours.isEmpty() || !others.isEmpty()) {
            context.goOnWhenDurable(() -> drop(ours, others));
        }
    }
}

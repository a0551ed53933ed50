package io.postrider.broker.core;

import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.ErrorCode;

import java.util.ArrayList;
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

    Transaction(CoreContext context) {
        this.context = context;
    }

    /** Who it is, in sentences for people. */
    abstract String name();

    /** It answers for an entry from now on, which {@code session} holds. */
    abstract void hold(ServerSession session, Entry entry);

    /** It answers for the entry no longer, nor does anybody else. */
    abstract void letGo(Entry entry);

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
    void acknowledge(ServerSession session, Entry entry) {
        grow(ACKNOWLEDGEMENT_BYTES);
        entry.inTransaction = true;
        acknowledged.add(entry);
        hold(session, entry);
    }

    private void grow(long bytes) {
        if (commitBytes + bytes > context.settings.transactionBytesMax()) {
            throw new Refusal(ErrorCode.TRANSACTION_TOO_LARGE, name() + " would write "
                    + (commitBytes + bytes) + " bytes at its commit, the broker takes " + context.settings.transactionBytesMax()
                    + "; commit more often or raise transactionBytesMax");
        }
        commitBytes += bytes;
    }

    /** Drops what it has staged. */
    void dropSends() {
        for (StagedSend send : sends) {
            if (send.staged != 0) {
                context.bodies.drop(send.staged, send.chunks);
            }
        }
        sends.clear();
    }
}

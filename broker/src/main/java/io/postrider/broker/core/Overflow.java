package io.postrider.broker.core;

import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.StoreException;
import io.postrider.broker.store.WriteSet;

/**
 * The store of what is nowhere else and has no room in memory: non-persistent messages, and what subscriptions in memory have not
 * taken. Its write sets are a series of their own, from 1 at each start; nobody waits for them, nothing of them outlives the
 * process. Owned by the core's thread.
 *
 * <p>One rule makes its reads simple: a message leaves memory only when every read that is still to answer sees it here, so that
 * memory and a read together always show everything.
 */
final class Overflow {
    private final CoreStore store;
    private final Reads reads;
    private WriteSet open = new WriteSet(1);
    private long messages;
    private long bytes;

    Overflow(CoreStore store) {
        this.store = store;
        this.reads = new Reads(store.readers(), 0);
        reads.opened(open);
    }

    WriteSet open() {
        return open;
    }

    long openNumber() {
        return open.number();
    }

    Reads reads() {
        return reads;
    }

    /** Messages that are here, or on the way. */
    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    void count(long moreMessages, long moreBytes) {
        messages += moreMessages;
        bytes += moreBytes;
    }

    void seal() {
        if (!open.isEmpty()) {
            store.committer().commit(open);
            open = new WriteSet(open.number() + 1);
            reads.opened(open);
        }
    }

    /** Reads that are asked from now on see everything up to this write set. */
    void applied(long number) {
        reads.durable(number);
    }

    /** @throws StoreException if something could not be read: it would be lost without a word, since nobody else has it */
    void answered(ReadResult result) {
        if (result.damaged() > 0) {
            throw new StoreException(result.damaged() + " non-persistent messages cannot be read from the overflow; the log says where");
        }
        reads.answered(result);
    }
}

package io.postrider.broker.core;

import io.postrider.broker.store.ReadRequest;
import io.postrider.broker.store.ReadResult;
import io.postrider.broker.store.WriteSet;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * The questions to the store that are not answered yet, and how far an answer can be believed: a result that was read when
 * write set n was the last applied one tells nothing about what was stored later. Owned by the core's thread.
 */
final class Reads {
    /** @param kept whether it stays open until {@link #used} */
    private record Outstanding(Consumer<ReadResult> then, boolean kept, long durableAtStart) {
    }

    private record Stored(long writeSet, long lowestPosition) {
    }

    private final Consumer<ReadRequest> readers;
    private final Long2ObjectOpenHashMap<Outstanding> outstanding = new Long2ObjectOpenHashMap<>();
    /** The write sets that store something and may be newer than what an open read sees, oldest first. */
    private final Deque<Stored> stored = new ArrayDeque<>();
    private WriteSet open;
    private long lastId;
    private long durable;
    private long settled;

    /**
     * @param readers takes requests, answers by a ReadDone command
     * @param applied last write set in the store
     */
    Reads(Consumer<ReadRequest> readers, long applied) {
        this.readers = readers;
        this.durable = applied;
        this.settled = applied;
    }

    /** Asks; {@code then} gets the answer in a later command. */
    void ask(LongFunction<ReadRequest> request, Consumer<ReadResult> then) {
        ask(request, then, false);
    }

    /** The same, but the answer is not believed to be used when it was given: {@link #used} says when. */
    void askAndKeep(LongFunction<ReadRequest> request, Consumer<ReadResult> then) {
        ask(request, then, true);
    }

    private void ask(LongFunction<ReadRequest> request, Consumer<ReadResult> then, boolean kept) {
        long id = ++lastId;
        outstanding.put(id, new Outstanding(then, kept, durable));
        readers.accept(request.apply(id));
    }

    void answered(ReadResult result) {
        Outstanding asked = outstanding.get(result.request().id());
        if (asked == null) {
            throw new IllegalStateException("an answer to read " + result.request().id() + ", which nobody asked or which was answered");
        }
        asked.then.accept(result);
        if (!asked.kept) {
            used(result.request().id());
        }
    }

    /** As if a question were open, for one that is asked elsewhere: {@link #used} ends it. @return its number */
    long hold() {
        outstanding.put(++lastId, new Outstanding(none -> { }, true, durable));
        return lastId;
    }

    /** Nothing depends any more on what an answer could not see. */
    void used(long id) {
        outstanding.remove(id);
        forget();
    }

    /** Position up to which {@code result} tells everything: as far as it got, and below the first message stored later. */
    long coverage(ReadResult result) {
        for (Stored each : stored) {
            if (each.writeSet > result.applied()) {
                return Math.min(each.lowestPosition - 1, result.scanned());
            }
        }
        return Math.min(open.lowestPosition() - 1, result.scanned());
    }

    /** The write set that is being filled now. */
    void opened(WriteSet set) {
        open = set;
    }

    void sealed(WriteSet set) {
        if (set.lowestPosition() != Long.MAX_VALUE) {
            stored.addLast(new Stored(set.number(), set.lowestPosition()));
        }
    }

    void durable(long number) {
        durable = number;
        forget();
    }

    /** Number of questions without an answer. */
    int open() {
        return outstanding.size();
    }

    /** Every answer that is still to come was, or will be, read behind this write set and those before. */
    long settled() {
        return settled;
    }

    private void forget() {
        settled = durable;
        for (Outstanding each : outstanding.values()) {
            settled = Math.min(settled, each.durableAtStart);
        }
        while (!stored.isEmpty() && stored.peekFirst().writeSet <= settled) {
            stored.removeFirst();
        }
    }
}

package io.postrider.jms.client;

import io.postrider.transport.frame.Acknowledge;
import io.postrider.transport.frame.MessageRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The acknowledgements of one session that are not confirmed yet, by number: what a resume repeats. Guarded by its
 * {@link SessionState}.
 */
final class AcknowledgementWindow {
    /** Messages whose acknowledgement may be unconfirmed; at this bound the session waits. */
    static final int MESSAGES_MAX = 10_000;

    private final Deque<Unconfirmed> unconfirmed = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> waitingForSpace = new ArrayList<>(1);
    /** Acknowledged after the delivery was void: the broker may have sent these messages again before it heard of it. */
    private final Set<MessageRef> late = new HashSet<>();
    private long next = 1;
    private int messages;

    record Unconfirmed(Acknowledge frame, CompletableFuture<Void> confirmed, boolean late) {
    }

    /** @param confirmed completed by the answer, or null if nobody waits for it */
    Acknowledge append(long session, List<MessageRef> refs, CompletableFuture<Void> confirmed, boolean isLate) {
        Acknowledge frame = new Acknowledge(session, next++, 0, refs);
        unconfirmed.add(new Unconfirmed(frame, confirmed, isLate));
        messages += refs.size();
        if (isLate) {
            late.addAll(refs);
        }
        return frame;
    }

    /** Messages whose acknowledgement is on the way. */
    int messages() {
        return messages;
    }

    boolean isEmpty() {
        return unconfirmed.isEmpty();
    }

    boolean hasSpace() {
        return messages < MESSAGES_MAX;
    }

    CompletableFuture<Void> space() {
        if (hasSpace()) {
            return Completed.VOID;
        }
        CompletableFuture<Void> space = new CompletableFuture<>();
        waitingForSpace.add(space);
        return space;
    }

    List<CompletableFuture<Void>> spaceFreed() {
        return waitingForSpace.isEmpty() || !hasSpace() ? List.of() : waiters();
    }

    List<CompletableFuture<Void>> waiters() {
        List<CompletableFuture<Void>> all = List.copyOf(waitingForSpace);
        waitingForSpace.clear();
        return all;
    }

    /** @return whoever waits for what is confirmed by this */
    List<CompletableFuture<Void>> confirmed(long upTo) {
        List<CompletableFuture<Void>> answered = List.of();
        while (!unconfirmed.isEmpty() && unconfirmed.peek().frame.number() <= upTo) {
            Unconfirmed first = unconfirmed.poll();
            forget(first);
            if (first.confirmed != null) {
                if (answered.isEmpty()) {
                    answered = new ArrayList<>();
                }
                answered.add(first.confirmed);
            }
        }
        return answered;
    }

    /** @return the refused one, or null if it was answered before */
    Unconfirmed refused(long number) {
        for (Iterator<Unconfirmed> each = unconfirmed.iterator(); each.hasNext(); ) {
            Unconfirmed one = each.next();
            if (one.frame.number() == number) {
                each.remove();
                forget(one);
                return one;
            }
        }
        return null;
    }

    /** Whether the application has had this message and its acknowledgement is on the way. */
    boolean isLate(MessageRef ref) {
        return !late.isEmpty() && late.contains(ref);
    }

    List<Acknowledge> frames() {
        return unconfirmed.stream().map(Unconfirmed::frame).toList();
    }

    /** Ends everything. @return whoever waits */
    List<CompletableFuture<Void>> clear() {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (Unconfirmed one : unconfirmed) {
            if (one.confirmed != null) {
                waiting.add(one.confirmed);
            }
        }
        unconfirmed.clear();
        late.clear();
        messages = 0;
        return waiting;
    }

    private void forget(Unconfirmed one) {
        messages -= one.frame.messages().size();
        if (one.late) {
            one.frame.messages().forEach(late::remove);
        }
    }
}

package io.postrider.jms.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The sends of one series that are not answered yet, in the order of their numbers: what a resume sends again. Guarded by its
 * {@link SessionState}.
 */
final class SendWindow {
    /** Together with the bytes the bound on what one session keeps for a resume; at it the sender waits. */
    static final int MESSAGES_MAX = 10_000;
    static final long BYTES_MAX = 16L * 1024 * 1024;

    private final Deque<OutgoingMessage> unanswered = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> waitingForSpace = new ArrayList<>(1);
    private long next = 1;
    private long bytes;

    boolean isEmpty() {
        return unanswered.isEmpty();
    }

    boolean hasSpace() {
        return unanswered.size() < MESSAGES_MAX && bytes < BYTES_MAX;
    }

    /** Done when there is space. */
    CompletableFuture<Void> space() {
        if (hasSpace()) {
            return Completed.VOID;
        }
        CompletableFuture<Void> space = new CompletableFuture<>();
        waitingForSpace.add(space);
        return space;
    }

    void append(OutgoingMessage message) {
        message.number(next++);
        unanswered.add(message);
        bytes += message.bytes();
    }

    /** @return what is answered by this, in order */
    List<OutgoingMessage> confirmed(long upTo) {
        OutgoingMessage first = unanswered.peek();
        if (first == null || first.number() > upTo) {
            return List.of();
        }
        unanswered.poll();
        bytes -= first.bytes();
        OutgoingMessage second = unanswered.peek();
        if (second == null || second.number() > upTo) {
            return List.of(first);
        }
        List<OutgoingMessage> answered = new ArrayList<>();
        answered.add(first);
        while (!unanswered.isEmpty() && unanswered.peek().number() <= upTo) {
            OutgoingMessage message = unanswered.poll();
            bytes -= message.bytes();
            answered.add(message);
        }
        return answered;
    }

    /** @return the refused one, or null if it was answered before */
    OutgoingMessage refused(long number) {
        for (Iterator<OutgoingMessage> each = unanswered.iterator(); each.hasNext(); ) {
            OutgoingMessage message = each.next();
            if (message.number() == number) {
                each.remove();
                bytes -= message.bytes();
                return message;
            }
        }
        return null;
    }

    /** Takes out who may go on now, to be completed without the lock. */
    List<CompletableFuture<Void>> spaceFreed() {
        if (waitingForSpace.isEmpty() || !hasSpace()) {
            return List.of();
        }
        List<CompletableFuture<Void>> freed = List.copyOf(waitingForSpace);
        waitingForSpace.clear();
        return freed;
    }

    /** The lowest unanswered number, or the next one. */
    long lowest() {
        OutgoingMessage first = unanswered.peek();
        return first == null ? next : first.number();
    }

    /** The unanswered messages above that number, in order. */
    List<OutgoingMessage> after(long number) {
        OutgoingMessage last = unanswered.peekLast();
        if (last == null || last.number() <= number) {
            return List.of();
        }
        return unanswered.stream().filter(message -> message.number() > number).toList();
    }

    /** Forgets everything and starts again at 1. @return what was unanswered */
    List<OutgoingMessage> restart() {
        next = 1;
        return drop();
    }

    /** Nobody will answer any more. @return what was unanswered */
    List<OutgoingMessage> drop() {
        List<OutgoingMessage> dropped = List.copyOf(unanswered);
        unanswered.clear();
        bytes = 0;
        return dropped;
    }

    List<CompletableFuture<Void>> waiters() {
        List<CompletableFuture<Void>> all = List.copyOf(waitingForSpace);
        waitingForSpace.clear();
        return all;
    }
}

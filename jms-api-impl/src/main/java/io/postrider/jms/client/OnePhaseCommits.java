package io.postrider.jms.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * The commits in one phase of one session, one after the other: the broker keeps the outcome of the last one alone, by which it can be
 * asked after a lost link. Any thread.
 */
final class OnePhaseCommits {
    private CompletableFuture<?> last = Completed.VOID;
    private long lastNumber;

    /**
     * Asks for one as soon as the one before is answered.
     *
     * @param ask given its number, 1 or more; called by this thread or by the one that brings the answer
     */
    CompletableFuture<BranchAnswer> next(LongFunction<CompletableFuture<BranchAnswer>> ask) {
        CompletableFuture<BranchAnswer> answered = new CompletableFuture<>();
        CompletableFuture<?> before;
        long number;
        synchronized (this) {
            before = last;
            last = answered;
            number = ++lastNumber;
        }
        before.whenComplete((answer, failure) -> ask(ask, number, answered));
        return answered;
    }

    private static void ask(LongFunction<CompletableFuture<BranchAnswer>> ask, long number, CompletableFuture<BranchAnswer> answered) {
        try {
            ask.apply(number).whenComplete((answer, failure) -> {
                if (failure == null) {
                    answered.complete(answer);
                } else {
                    answered.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            answered.completeExceptionally(e); // or those behind it waited for ever
        }
    }
}

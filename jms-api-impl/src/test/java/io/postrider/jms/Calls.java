package io.postrider.jms;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Calls of threads of their own, for tests of what meets what. */
final class Calls {
    /** Far less than the time that a request, or the way back to a broker, may take. */
    static final int AT_ONCE_SECONDS = 10;

    private Calls() {
    }

    @FunctionalInterface
    interface Call<T> {
        T call() throws Exception;
    }

    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    static <T> CompletableFuture<T> async(Call<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    static CompletableFuture<Void> doing(Action action) {
        return async(() -> {
            action.run();
            return null;
        });
    }

    /** Begins a call and comes back when it waits for something. */
    static CompletableFuture<Void> waiting(Action action) throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Void> calling = doing(() -> {
            thread.complete(Thread.currentThread());
            action.run();
        });
        Thread caller = ends(thread);
        while (!calling.isDone() && caller.getState() != Thread.State.TIMED_WAITING && caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return calling;
    }

    /** @return what the call has given, which ends at once */
    static <T> T ends(CompletableFuture<T> call) throws Exception {
        return call.get(AT_ONCE_SECONDS, TimeUnit.SECONDS);
    }

    /** @return what the call has thrown, which ends at once */
    static Throwable thrown(CompletableFuture<?> call) {
        return assertThrows(ExecutionException.class, () -> ends(call)).getCause();
    }
}

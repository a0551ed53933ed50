package io.postrider.jms.client;

import java.util.concurrent.CompletableFuture;

/** Futures that are done already. */
final class Completed {
    /** Never completed otherwise, never given to an application. */
    static final CompletableFuture<Void> VOID = CompletableFuture.completedFuture(null);

    private Completed() {
    }
}

package io.postrider.jms;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.util.concurrent.CompletableFuture;

/** The listener of one asynchronous send, and what it was told. */
final class Called implements CompletionListener {
    final CompletableFuture<Void> outcome = new CompletableFuture<>();

    @Override
    public void onCompletion(Message message) {
        outcome.complete(null);
    }

    @Override
    public void onException(Message message, Exception exception) {
        outcome.completeExceptionally(exception);
    }
}

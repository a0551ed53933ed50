package io.postrider.conformance;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.util.concurrent.CompletableFuture;

/** What the callback of an asynchronous send says: the message that was sent, or why it was not. Completed by the provider's thread. */
final class SendOutcome extends CompletableFuture<Message> implements CompletionListener {
    @Override
    public void onCompletion(Message message) {
        complete(message);
    }

    @Override
    public void onException(Message message, Exception exception) {
        completeExceptionally(exception);
    }
}

package io.postrider.jms.client;

import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.message.DestinationName;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What Jakarta Messaging needs of a broker, over one logical connection. Every method is for any thread and returns at once;
 * a future completes with the answer or with a {@link BrokerFailure}, on a thread that must not be blocked.
 */
public interface BrokerClient {
    /** Public id of the connection, part of the names of its temporary destinations. */
    long connectionId();

    Limits limits();

    /** Whether a request would leave now, and not wait for a link. */
    boolean isLinked();

    ClockOffset clock();

    CompletableFuture<Void> setClientId(String clientId);

    CompletableFuture<SessionState> openSession(AcknowledgeMode mode);

    /** Opens a session that may work in branches of global transactions; outside them it acknowledges automatically. */
    CompletableFuture<SessionState> openXaSession();

    /** What becomes of the branches. */
    BranchClient branches();

    /** @param handedOver what the application got and has not acknowledged: it counts as delivered */
    CompletableFuture<Void> closeSession(SessionState session, List<MessageRef> handedOver);

    /** Resolves a destination and opens its credit for the session; done at once if that is so already. */
    CompletableFuture<Void> openProducer(SessionState session, DestinationName destination);

    /**
     * Sends when there is credit. One message of a session at a time: the next one when the future is done, or the message is
     * {@linkplain OutgoingMessage#abandon abandoned}.
     *
     * @return done when the message is on its way; its own {@link SendResult} tells what became of it
     */
    CompletableFuture<Void> send(SessionState session, OutgoingMessage message);

    /** Opens a consumer or a browser. It gets nothing before it grants credit. */
    CompletableFuture<ConsumerState> openConsumer(SessionState session, ConsumerSpec spec, ConsumerEvents events);

    /** @param kept what the application got of it and can still acknowledge; the rest goes back as it was */
    CompletableFuture<Void> closeConsumer(ConsumerState consumer, List<MessageRef> kept);

    /** Lets the broker deliver that much more. */
    void grant(ConsumerState consumer, int messages, long bytes);

    /** Asks for what can be delivered now; {@link ConsumerEvents#drained} is the answer. */
    void drain(ConsumerState consumer, long number);

    /** Gives back what the application never saw. */
    void giveBack(ConsumerState consumer, List<MessageRef> messages);

    /**
     * Gives a message of a consumer to another session, whose application is about to get it.
     *
     * @return the delivery as that session has it, or null if it is void
     */
    Delivery assign(ConsumerState consumer, Delivery delivery, SessionState to);

    /** Acknowledges outside a transaction. @return done when it is durable */
    CompletableFuture<Void> acknowledge(SessionState session, List<MessageRef> messages);

    /** What the session holds goes back, a new delivery generation begins, and each consumer has to grant anew. */
    CompletableFuture<Void> recover(SessionState session, List<MessageRef> handedOver);

    CompletableFuture<CommitResult> commit(SessionState session);

    /** As recover, for the transaction: its sends are dropped, its acknowledgements undone. */
    CompletableFuture<Void> rollback(SessionState session, List<MessageRef> handedOver);

    CompletableFuture<Void> createTemporary(DestinationName destination);

    CompletableFuture<Void> deleteTemporary(DestinationName destination);

    CompletableFuture<Void> unsubscribe(String subscriptionName);

    /** Says good-bye and waits for the broker's; whatever is unanswered fails. */
    CompletableFuture<Void> close();

    /**
     * When a call that began at {@code startNanos} has waited too long. A time without a link does not count, since a resume
     * answers what was asked before; how long that can last is bounded by the retry time.
     */
    long deadlineNanos(long startNanos, long timeoutMs);
}

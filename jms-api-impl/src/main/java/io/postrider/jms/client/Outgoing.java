package io.postrider.jms.client;

import io.postrider.transport.message.DestinationName;
import io.postrider.transport.net.Link;
import java.util.concurrent.CompletableFuture;

/**
 * How messages leave over one link: with the credit of their destination and of the connection, large bodies in chunks ahead.
 * Any thread.
 */
final class Outgoing {
    private final Link link;
    private final ProducerCredits producerCredits = new ProducerCredits();
    private final ByteCredit connectionCredit;
    private final Uploads uploads;

    /** @param connectionCreditBytes what the broker lets every link have at its beginning */
    Outgoing(Link link, long connectionCreditBytes) {
        this.link = link;
        this.connectionCredit = new ByteCredit(connectionCreditBytes);
        this.uploads = new Uploads(link, connectionCredit);
    }

    // --- what the broker grants, on the event loop

    void grant(long bytes) {
        connectionCredit.add(bytes);
    }

    void grant(SessionState session, DestinationName destination, long bytes) {
        producerCredits.add(session, destination, bytes);
    }

    void writable() {
        uploads.pump();
    }

    void fail(LinkLost cause) {
        producerCredits.fail(cause);
        connectionCredit.fail(cause);
        uploads.fail(cause);
    }

    // --- sending

    boolean isOpen(SessionState session, DestinationName destination) {
        return producerCredits.find(session, destination) != null;
    }

    void open(SessionState session, DestinationName destination) {
        producerCredits.open(session, destination);
    }

    void close(SessionState session) {
        producerCredits.close(session);
    }

    /**
     * Sends at once, if that is possible.
     *
     * @return null if it is not; nothing has happened then
     */
    CompletableFuture<Void> trySend(SessionState session, OutgoingMessage message) {
        ByteCredit credit = producerCredits.find(session, message.destination());
        if (credit == null || message.isBodyApart() || !session.hasSpace(message) || !credit.tryTake(message.bytes())) {
            return null;
        }
        if (!connectionCredit.tryTake(message.bytes())) {
            credit.add(message.bytes());
            return null;
        }
        return message.depart() ? depart(session, message, 0) : Completed.VOID;
    }

    /** Sends to a destination that is open when there is space and credit. */
    CompletableFuture<Void> send(SessionState session, OutgoingMessage message) {
        return session.space(message)
                .thenCompose(space -> producerCredits.open(session, message.destination()).take(message.bytes()))
                .thenCompose(granted -> sendGranted(session, message));
    }

    /** The destination takes it; what is left to wait for is the connection, which every other sender shares. */
    private CompletableFuture<Void> sendGranted(SessionState session, OutgoingMessage message) {
        if (!message.depart()) {
            producerCredits.open(session, message.destination()).add(message.bytes());
            return Completed.VOID;
        }
        return body(message).thenCompose(stream -> connectionCredit.take(message.inlineBytes()).thenCompose(granted -> depart(session, message, stream)));
    }

    private CompletableFuture<Void> depart(SessionState session, OutgoingMessage message, long stream) {
        return session.send(link, message, stream) ? Completed.VOID : CompletableFuture.failedFuture(LinkLost.replaced());
    }

    /** Puts a message on the link again, which the session has kept; destinations give no credit for that, the connection does. */
    CompletableFuture<Void> resend(SessionState session, OutgoingMessage message) {
        return body(message).thenCompose(stream -> connectionCredit.take(message.inlineBytes())
                .thenAccept(granted -> link.send(session.frame(message, stream))));
    }

    /** @return the stream that brings the body, 0 if it travels in its message */
    private CompletableFuture<Long> body(OutgoingMessage message) {
        return message.isBodyApart() ? uploads.start(message.body()) : CompletableFuture.completedFuture(0L);
    }
}

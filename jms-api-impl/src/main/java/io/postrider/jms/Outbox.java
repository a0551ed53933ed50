package io.postrider.jms;

import io.postrider.jms.client.BrokerClient;
import io.postrider.jms.client.BrokerFailure;
import io.postrider.jms.client.BrokerRefusal;
import io.postrider.jms.client.Completions;
import io.postrider.jms.client.OutgoingMessage;
import io.postrider.jms.client.SendResult;
import io.postrider.jms.client.SessionClosed;
import io.postrider.jms.client.SessionState;
import io.postrider.jms.client.Waiting;
import io.postrider.jms.error.JmsErrors;
import io.postrider.jms.message.EncodedMessage;
import io.postrider.jms.message.JmsMessages;
import io.postrider.jms.message.SendFacts;
import io.postrider.transport.frame.AcknowledgeMode;
import io.postrider.transport.frame.ErrorCode;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** How one session sends (specification 3.4.11, 7.2, 7.3). Used by the thread that uses the session. */
final class Outbox {
    private final SessionState state;
    private final BrokerClient client;
    private final Waiting waiting;
    /** For room and credit; ends before the rest of the session does, since what waits here keeps that from closing. */
    private final Waiting departures;
    private final ConnectionEvents events;
    private final Completions completions;
    private final OpenConnection open;
    private final long sendTimeoutMs;
    private final boolean waitForNonPersistent;
    /** Numbers of JMSMessageIDs: one for each call of send. */
    private final AtomicLong calls = new AtomicLong();

    /**
     * What one call of send says beside the message.
     *
     * @param persistent   delivery mode
     * @param timeToLiveMs 0 = for ever
     * @param withTimestamp whether the message gets JMSTimestamp
     */
    record Options(boolean persistent, int priority, long timeToLiveMs, long delayMs, boolean withTimestamp) {
    }

    /** What a call of send became: the message on its way, and its name for people. */
    private record Departure(OutgoingMessage message, String what) {
    }

    /** @param waiting ends with the session */
    Outbox(JmsConnection connection, SessionState state, Waiting waiting, Completions completions) {
        this.open = connection.open();
        this.state = state;
        this.client = open.client();
        this.waiting = waiting;
        this.departures = waiting.apart();
        this.events = open.events();
        this.completions = completions;
        this.sendTimeoutMs = open.settings().number(Setting.SEND_TIMEOUT_MS);
        this.waitForNonPersistent = open.settings().bool(Setting.WAIT_FOR_NON_PERSISTENT);
    }

    /** Returns when the message is as safe as its delivery mode promises; in a transaction when it is on its way. */
    void send(JmsMessageProducer producer, JmsDestination destination, Message message, Options options) throws JMSException {
        if (!options.persistent && !waitForNonPersistent && state.mode() != AcknowledgeMode.TRANSACTED) {
            depart(prepare(destination, message, options, failure -> refusedLater(producer, destination, failure)));
            return;
        }
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Departure departure = prepare(destination, message, options, failure -> {
            if (failure == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        depart(departure);
        waiting.on(sent, departure.what);
    }

    /** Nobody waits for it; a new boot of the broker may take such messages with it. */
    private void refusedLater(JmsMessageProducer producer, JmsDestination destination, BrokerFailure failure) {
        if (failure instanceof BrokerRefusal refusal) {
            producer.refusedLater(refusal);
            events.failed(refusal, "a non-persistent message to " + destination);
        }
    }

    void sendAsync(JmsMessageProducer producer, JmsDestination destination, Message message, Options options, CompletionListener listener)
            throws JMSException {
        awaitRoom();
        Completions.Pending pending = completions.add(producer, failure -> complete(listener, message, failure));
        if (pending == null) {
            throw JmsErrors.closed(producer.isClosed() ? "producer" : "session");
        }
        boolean departed = false;
        try {
            Departure departure = prepare(destination, message, options, pending);
            // the listener may read the body at once, and until then nobody may touch it (7.3.9)
            JmsMessages.prepareForCompletion(message);
            depart(departure);
            departed = true;
        } finally {
            if (!departed) {
                pending.cancel();
            }
        }
    }

    private void awaitRoom() throws JMSException {
        try {
            if (!completions.awaitRoom(sendTimeoutMs)) {
                throw JmsErrors.resourceAllocation(Completions.PENDING_MAX + " asynchronous sends of this session are not completed, and none was for "
                        + sendTimeoutMs + " ms");
            }
        } catch (InterruptedException e) {
            throw Waiting.interrupted(e);
        }
    }

    private static void complete(CompletionListener listener, Message message, BrokerFailure failure) throws JMSException {
        if (failure == null) {
            listener.onCompletion(message);
        } else {
            listener.onException(message, failure.toJms("the send of " + message.getJMSMessageID()));
        }
    }

    private Departure prepare(JmsDestination destination, Message message, Options options, SendResult result) throws JMSException {
        long calledNanos = open.time().nanosNow();
        long nowMs = client.clock().brokerTimeMs();
        SendFacts facts = new SendFacts(state.id(), calls.incrementAndGet(), destination, options.persistent, options.priority,
                options.withTimestamp ? nowMs : 0, options.timeToLiveMs == 0 ? 0 : later(nowMs, options.timeToLiveMs), later(nowMs, options.delayMs));
        EncodedMessage encoded = JmsMessages.toSend(message).encode(facts);
        JmsMessages.sent(message, facts);
        OutgoingMessage outgoing = new OutgoingMessage(destination.name(),
                new OutgoingMessage.DeliveryOptions(options.persistent, options.priority, options.timeToLiveMs, options.delayMs),
                encoded.message(), encoded.bodyApart(), calledNanos, result);
        if (outgoing.bytes() > client.limits().messageBytesMax()) {
            throw JmsErrors.from(ErrorCode.MESSAGE_TOO_LARGE,
                    "a message of " + outgoing.bytes() + " bytes; the broker takes up to " + client.limits().messageBytesMax());
        }
        return new Departure(outgoing, "the send of " + facts.messageId() + " to " + destination);
    }

    private static long later(long nowMs, long durationMs) {
        return durationMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + durationMs;
    }

    /** Waits until the message is on its way. */
    private void depart(Departure departure) throws JMSException {
        CompletableFuture<Void> accepted = client.send(state, departure.message);
        if (accepted.isDone() && !accepted.isCompletedExceptionally()) {
            return;
        }
        try {
            // a callback is waited for by who closes, as long as it needs
            (completions.isCurrentThread() ? waiting : departures).until(accepted.copy(), sendTimeoutMs);
            return;
        } catch (SessionClosed e) {
            if (departure.message.abandon()) {
                throw e.toJms(departure.what);
            }
        } catch (BrokerFailure e) {
            throw e.toJms(departure.what);
        } catch (TimeoutException e) {
            if (departure.message.abandon()) {
                throw JmsErrors.resourceAllocation(departure.message.destination() + " took no message for " + sendTimeoutMs
                        + " ms: it is at its bound, or the broker is");
            }
        }
        // it got its credit after all, so that only the link has to take it
        waiting.on(accepted, departure.what);
    }

    /** Ends the sends that have not left; what has left is answered. */
    void close() {
        departures.end(new SessionClosed(true));
    }
}

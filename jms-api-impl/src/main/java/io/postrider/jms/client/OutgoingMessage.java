package io.postrider.jms.client;

import io.postrider.transport.frame.Send;
import io.postrider.transport.frame.Series;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireMessage;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One message on its way out, kept until it is answered so that it can be sent again. Made by the sending thread; its number
 * belongs to the {@link SessionState}, which gives it.
 */
public final class OutgoingMessage {
    private final DestinationName destination;
    private final DeliveryOptions options;
    private final WireMessage message;
    private final byte[] body;
    private final long calledNanos;
    private final SendResult result;
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.WAITING);
    private long number;

    /**
     * @param body        what travels in Chunk frames if the message has its body apart, otherwise null
     * @param calledNanos when send was called: its time to live and its delay run from then
     */
    public OutgoingMessage(
            DestinationName destination, DeliveryOptions options, WireMessage message, byte[] body, long calledNanos, SendResult result) {
        if (message.isBodyApart() != (body != null)) {
            throw new IllegalArgumentException(message + " with a body of " + (body == null ? "none" : body.length + " bytes"));
        }
        this.destination = destination;
        this.options = options;
        this.message = message;
        this.body = body;
        this.calledNanos = calledNanos;
        this.result = result;
    }

    /** Decided by whoever comes first: the credit, or the sender that has waited too long for it. */
    private enum Fate {
        WAITING, DEPARTED, ABANDONED
    }

    /**
     * @param persistent   JMSDeliveryMode
     * @param priority     0 to 9
     * @param timeToLiveMs from the call of send, 0 = for ever
     * @param delayMs      from the call of send
     */
    public record DeliveryOptions(boolean persistent, int priority, long timeToLiveMs, long delayMs) {
    }

    public DestinationName destination() {
        return destination;
    }

    public boolean isPersistent() {
        return options.persistent;
    }

    /** What it costs of credit, and of memory until it is answered. */
    public long bytes() {
        return message.encodedLength() + (body == null ? 0L : body.length);
    }

    byte[] body() {
        return body;
    }

    boolean isBodyApart() {
        return body != null;
    }

    /** The part that travels in the Send frame. */
    int inlineBytes() {
        return message.encodedLength();
    }

    Series series() {
        return options.persistent ? Series.PERSISTENT : Series.NON_PERSISTENT;
    }

    long number() {
        return number;
    }

    void number(long given) {
        number = given;
    }

    void answered(BrokerFailure failure) {
        result.sent(failure);
    }

    /** The sender gives up: true if the message has not left and never will. */
    public boolean abandon() {
        return fate.compareAndSet(Fate.WAITING, Fate.ABANDONED);
    }

    /** It has got its credit and is about to leave: false if the sender has given up. */
    boolean depart() {
        return fate.compareAndSet(Fate.WAITING, Fate.DEPARTED) || fate.get() == Fate.DEPARTED;
    }

    /** The frame as it leaves now. */
    Send frame(long session, Series series, long transaction, long bodyStream, long nowNanos) {
        long waitedMs = Math.max(0, (nowNanos - calledNanos) / 1_000_000);
        // an expired message still goes, with its last millisecond: 0 would mean that it lives for ever
        long timeToLiveMs = options.timeToLiveMs == 0 ? 0 : Math.max(1, options.timeToLiveMs - waitedMs);
        long delayMs = Math.max(0, options.delayMs - waitedMs);
        return new Send(session, series, number, transaction, destination, options.persistent, options.priority, timeToLiveMs, delayMs,
                bodyStream, message);
    }
}

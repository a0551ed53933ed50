package io.postrider.jms.client;

import io.postrider.transport.frame.MessageRef;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireMessage;

/**
 * A message that has arrived whole for a consumer.
 *
 * @param generation    delivery generation of the session; void if that has a newer one
 * @param ref           what an acknowledgement names
 * @param persistent    JMSDeliveryMode
 * @param redelivered   JMSRedelivered
 * @param deliveryCount JMSXDeliveryCount, from 1
 * @param message       the message
 * @param body          its body if that came apart, otherwise null
 */
public record Delivery(
        int generation, MessageRef ref, boolean persistent, boolean redelivered, int deliveryCount, WireMessage message, byte[] body) {
    public int priority() {
        return ref.priority();
    }

    /** Whether its time is over; one whose sender encoded its header wrongly has none. */
    public boolean isExpired(long brokerTimeMs) {
        try {
            long expirationMs = message.header().expirationMs();
            return expirationMs != 0 && expirationMs <= brokerTimeMs;
        } catch (WireFormatException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The same as another session has it. */
    Delivery of(int otherGeneration) {
        return new Delivery(otherGeneration, ref, persistent, redelivered, deliveryCount, message, body);
    }

    /** What it costs of the consumer's credit. */
    long bytes() {
        return message.encodedLength() + (body == null ? 0L : body.length);
    }
}

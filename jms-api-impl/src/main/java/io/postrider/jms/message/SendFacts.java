package io.postrider.jms.message;

import io.postrider.jms.JmsDestination;
import io.postrider.transport.message.Header;

/**
 * What a send call decides (specification 3.4.11): it is encoded with the message and written back to the object that was sent.
 *
 * @param session        id of the sending session
 * @param number         counts the send calls of that session, from 1
 * @param destination    JMSDestination
 * @param persistent     JMSDeliveryMode
 * @param priority       JMSPriority, 0 to 9
 * @param timestampMs    JMSTimestamp, epoch milliseconds, 0 if the producer does not want one
 * @param expirationMs   JMSExpiration, epoch milliseconds, 0 = never
 * @param deliveryTimeMs JMSDeliveryTime, epoch milliseconds
 */
public record SendFacts(long session, long number, JmsDestination destination, boolean persistent, int priority, long timestampMs,
                        long expirationMs, long deliveryTimeMs) {
    /** JMSMessageID of what is sent. */
    public String messageId() {
        return new Header(session, number, 0, 0, 0, null, null, null).messageId();
    }
}

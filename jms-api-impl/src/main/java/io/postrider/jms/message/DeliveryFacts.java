package io.postrider.jms.message;

import io.postrider.jms.JmsDestination;

/**
 * What a delivery says of a message beside the message itself.
 *
 * @param destination   JMSDestination
 * @param persistent    JMSDeliveryMode
 * @param priority      JMSPriority, 0 to 9
 * @param redelivered   JMSRedelivered
 * @param deliveryCount JMSXDeliveryCount, from 1
 */
public record DeliveryFacts(JmsDestination destination, boolean persistent, int priority, boolean redelivered, int deliveryCount) {
}

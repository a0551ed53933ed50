package io.postrider.broker.selector;

/**
 * What a selector sees of one message: its properties and the header fields that section 3.8.1.1 admits.
 *
 * <p>The implementer resolves the names. JMSDeliveryMode is the string {@code PERSISTENT} or {@code NON_PERSISTENT} (3.8.1.3),
 * JMSPriority an Integer, JMSTimestamp a Long; JMSMessageID, JMSCorrelationID and JMSType are strings. Every other name is a
 * property and has the type it was set with, since no conversion applies in selectors.
 */
@FunctionalInterface
public interface Fields {

    /**
     * The value of a header field or property.
     *
     * @param identifier the name as the selector has it; names are case-sensitive
     * @return a Boolean, Byte, Short, Integer, Long, Float, Double or String; null if the message has no such value
     */
    Object value(String identifier);
}

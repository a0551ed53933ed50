package io.postrider.broker.core;

import io.postrider.broker.selector.Fields;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.WireFormatException;

/** What a selector sees of a message (specification 3.8.1.1): header fields and properties, never the body. */
final class MessageFields implements Fields {
    private final StoredMessage stored;

    MessageFields(StoredMessage stored) {
        this.stored = stored;
    }

    /** A field that the sender encoded wrongly is absent: such a message harms nobody but itself. */
    @Override
    public Object value(String identifier) {
        try {
            return decoded(identifier);
        } catch (WireFormatException e) {
            return null;
        }
    }

    private Object decoded(String identifier) {
        if (!identifier.startsWith("JMS") || identifier.startsWith("JMSX") || identifier.startsWith("JMS_")) {
            return stored.message().properties().values().get(identifier);
        }
        Header header = stored.message().header();
        return switch (identifier) {
            case "JMSDeliveryMode" -> stored.persistent() ? "PERSISTENT" : "NON_PERSISTENT";
            case "JMSPriority" -> stored.priority();
            case "JMSMessageID" -> header.messageId();
            case "JMSTimestamp" -> header.timestampMs();
            case "JMSCorrelationID" -> header.correlationId() instanceof String text ? text : null;
            case "JMSType" -> header.type();
            default -> null;
        };
    }
}

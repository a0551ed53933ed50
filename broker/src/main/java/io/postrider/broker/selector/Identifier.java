package io.postrider.broker.selector;

import java.util.Optional;
import java.util.Set;

/**
 * A reference to a header field or property.
 */
record Identifier(String name) implements Expression {

    private static final Set<String> HEADER_FIELDS =
        Set.of("JMSDeliveryMode", "JMSPriority", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSType");

    private static final Set<String> OTHER_HEADER_FIELDS =
        Set.of("JMSDestination", "JMSReplyTo", "JMSExpiration", "JMSRedelivered", "JMSDeliveryTime");

    private static final String ADMITTED =
        "JMSDeliveryMode, JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID or JMSType";

    /**
     * The reference to a name. Names beginning with JMS are six header fields, JMSX properties or JMS_ properties (3.8.1.1);
     * what is none of these would never have a value, so it is refused where the mistake can still be seen.
     *
     * @param position where the name stands in the selector
     */
    static Identifier named(String name, int position) throws InvalidSelector {
        if (OTHER_HEADER_FIELDS.contains(name)) {
            throw new InvalidSelector(position, "header field " + name,
                "a header field that selectors may refer to: " + ADMITTED);
        }
        boolean reserved = name.startsWith("JMS") && !name.startsWith("JMSX") && !name.startsWith("JMS_");
        if (reserved && !HEADER_FIELDS.contains(name)) {
            throw new InvalidSelector(position, "identifier " + name,
                ADMITTED + ", a JMSX or JMS_ property, or a name that does not begin with JMS");
        }
        return new Identifier(name);
    }

    @Override
    public Object value(Fields fields) {
        return fields.value(name);
    }

    @Override
    public Kind kind() {
        return Kind.ANY;
    }

    /** The equality "this = other", if other is a literal that can be looked up. */
    Optional<Equality> equalityTo(Expression other) {
        return other.equalityWith(name);
    }
}

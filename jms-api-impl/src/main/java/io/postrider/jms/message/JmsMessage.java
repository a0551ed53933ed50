package io.postrider.jms.message;

import io.postrider.jms.JmsDestination;
import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * A message (specification 3): header and properties, and what its body has in common with every other; by itself a message
 * without a body. Used by one thread at a time.
 *
 * <p>A received one reads header, properties and body from the bytes that came when it is first asked for them, so that a
 * listener pays for what it uses. Both its properties and its body are read-only, independently, until cleared (3.10).
 */
public sealed class JmsMessage implements Message
        permits JmsTextMessage, JmsBytesMessage, JmsMapMessage, JmsStreamMessage, JmsObjectMessage {
    /** How a correlation id of bytes reads as a String; setting that String sets the bytes again. */
    private static final String BYTES_ID_PREFIX = "ID:bytes:";
    private static final byte[] NO_BODY = new byte[0];

    private String messageId;
    private long timestampMs;
    private long expirationMs;
    private long deliveryTimeMs;
    private Destination destination;
    private JmsDestination replyTo;
    /** String, byte[] that nobody changes, or null. */
    private Object correlationId;
    private String type;
    private int deliveryMode = DEFAULT_DELIVERY_MODE;
    private int priority = DEFAULT_PRIORITY;
    private boolean redelivered;
    /** JMSXDeliveryCount, 0 if this message was not received or its properties were cleared. */
    private int deliveryCount;
    /** Null in a message that was not asked for a property yet. */
    private PropertySet properties;
    private boolean propertiesReadOnly;
    private boolean bodyReadOnly;
    private Acknowledger acknowledger;

    /** What this message was received as; null if it was created here. */
    private WireMessage received;
    /** Whether the header fields above are still to be read from {@link #received}. */
    private boolean headerPending;

    public JmsMessage() {
    }

    // received and sent

    /** Makes this new message the one that was received; called once, before anybody else has it. */
    final void receive(WireMessage message, Slice body, DeliveryFacts facts) {
        received = message;
        headerPending = true;
        propertiesReadOnly = true;
        bodyReadOnly = true;
        destination = facts.destination();
        deliveryMode = facts.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
        priority = facts.priority();
        redelivered = facts.redelivered();
        deliveryCount = facts.deliveryCount();
        receiveBody(body);
    }

    /**
     * This message as a send of it stands, independent of what happens to this object afterwards (3.9).
     *
     * @throws JMSException if this message was received and its sender encoded it wrongly
     */
    public final EncodedMessage encode(SendFacts facts) throws JMSException {
        readHeader();
        Header header = new Header(facts.session(), facts.number(), facts.timestampMs(), facts.expirationMs(), facts.deliveryTimeMs(),
                replyTo == null ? null : replyTo.name(), correlationId, type);
        byte[] body = encodeBody();
        if (body.length <= WireMessage.INLINE_BODY_BYTES_MAX) {
            return new EncodedMessage(WireMessage.of(header, properties().toWire(), kind(), body), null);
        }
        return new EncodedMessage(WireMessage.withBodyApart(header, properties().toWire(), kind(), body.length), body);
    }

    /** Overwrites the header fields that a send decides with what was sent (3.4.11). */
    public final void sent(SendFacts facts) throws JMSException {
        readHeader();
        messageId = facts.messageId();
        timestampMs = facts.timestampMs();
        expirationMs = facts.expirationMs();
        deliveryTimeMs = facts.deliveryTimeMs();
        destination = facts.destination();
        deliveryMode = facts.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
        priority = facts.priority();
    }

    /** What {@link #acknowledge()} of this delivered message is to do. */
    public final void acknowledgeWith(Acknowledger acknowledger) {
        this.acknowledger = acknowledger;
    }

    /** Does what the session of this message decides; nothing if it was never received. */
    @Override
    public final void acknowledge() throws JMSException {
        if (acknowledger != null) {
            acknowledger.acknowledge();
        }
    }

    private void readHeader() throws JMSException {
        if (!headerPending) {
            return;
        }
        Header header = read("header", received::header);
        headerPending = false;
        messageId = header.messageId();
        timestampMs = header.timestampMs();
        expirationMs = header.expirationMs();
        deliveryTimeMs = header.deliveryTimeMs();
        replyTo = header.replyTo() == null ? null : JmsDestination.of(header.replyTo());
        correlationId = header.correlationId();
        type = header.type();
    }

    private PropertySet properties() throws JMSException {
        if (properties == null) {
            properties = received == null ? new PropertySet() : new PropertySet(read("properties", received::properties));
        }
        return properties;
    }

    /** Reads a part of what was received; bytes that no client of ours writes are the sender's fault, not a defect here. */
    static <T> T read(String part, Supplier<T> reader) throws JMSException {
        try {
            return reader.get();
        } catch (WireFormatException | IllegalArgumentException e) {
            throw JmsErrors.messageFormat("the " + part + " of this message cannot be read: " + e.getMessage(), e);
        }
    }

    // the body, as each kind of message has it

    BodyKind kind() {
        return BodyKind.NONE;
    }

    /** Keeps a received body, to be read when it is asked for. */
    void receiveBody(Slice body) {
    }

    /** The body in its wire form; never written to afterwards, by either side. */
    byte[] encodeBody() throws JMSException {
        return NO_BODY;
    }

    /** The class of what {@link #body()} gives; null if there is no body. */
    Class<?> bodyType() throws JMSException {
        return null;
    }

    /** What {@code getBody} returns. */
    Object body() throws JMSException {
        return null;
    }

    /** Back to the body of a new message. */
    void emptyBody() {
    }

    final void requireWriteableBody() throws JMSException {
        if (bodyReadOnly) {
            throw JmsErrors.notWriteable("the body of a received message is read-only until clearBody()");
        }
    }

    final boolean isBodyReadOnly() {
        return bodyReadOnly;
    }

    @Override
    public final void clearBody() throws JMSException {
        emptyBody();
        bodyReadOnly = false;
    }

    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        Class<?> bodyType = bodyType();
        if (bodyType == null) {
            return null;
        }
        if (!type.isAssignableFrom(bodyType)) {
            throw JmsErrors.messageFormat("the body is a " + bodyType.getTypeName() + ", which is not a " + type.getTypeName());
        }
        return type.cast(body());
    }

    @Override
    public boolean isBodyAssignableTo(@SuppressWarnings("rawtypes") Class type) throws JMSException {
        Class<?> wanted = type;
        Class<?> bodyType = bodyType();
        return bodyType == null || wanted.isAssignableFrom(bodyType);
    }

    // header fields (3.4)

    @Override
    public final String getJMSMessageID() throws JMSException {
        readHeader();
        return messageId;
    }

    @Override
    public final void setJMSMessageID(String id) throws JMSException {
        readHeader();
        messageId = id;
    }

    @Override
    public final long getJMSTimestamp() throws JMSException {
        readHeader();
        return timestampMs;
    }

    @Override
    public final void setJMSTimestamp(long timestamp) throws JMSException {
        readHeader();
        timestampMs = timestamp;
    }

    /** The bytes that were set; of a String, its UTF-8. */
    @Override
    public final byte[] getJMSCorrelationIDAsBytes() throws JMSException {
        readHeader();
        return correlationId instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) BodyValue.copy(correlationId);
    }

    @Override
    public final void setJMSCorrelationIDAsBytes(byte[] id) throws JMSException {
        readHeader();
        correlationId = BodyValue.copy(id);
    }

    /** A String: bytes are given as {@value #BYTES_ID_PREFIX} and their hexadecimal digits, so that a reply can carry them on. */
    @Override
    public final void setJMSCorrelationID(String id) throws JMSException {
        Unicode.requireWellFormed(id, "JMSCorrelationID");
        readHeader();
        correlationId = id != null && id.startsWith(BYTES_ID_PREFIX) ? bytesOf(id) : id;
    }

    @Override
    public final String getJMSCorrelationID() throws JMSException {
        readHeader();
        return correlationId instanceof byte[] bytes ? BYTES_ID_PREFIX + HexFormat.of().formatHex(bytes) : (String) correlationId;
    }

    private static Object bytesOf(String id) {
        try {
            byte[] bytes = HexFormat.of().parseHex(id, BYTES_ID_PREFIX.length(), id.length());
            return id.equals(BYTES_ID_PREFIX + HexFormat.of().formatHex(bytes)) ? bytes : id;
        } catch (IllegalArgumentException e) {
            return id; // an application's own String that only looks like it
        }
    }

    @Override
    public final Destination getJMSReplyTo() throws JMSException {
        readHeader();
        return replyTo;
    }

    /** @throws jakarta.jms.InvalidDestinationException for a destination of another provider */
    @Override
    public final void setJMSReplyTo(Destination destination) throws JMSException {
        readHeader();
        replyTo = destination == null ? null : JmsDestination.from(destination);
    }

    @Override
    public final Destination getJMSDestination() {
        return destination;
    }

    @Override
    public final void setJMSDestination(Destination destination) {
        this.destination = destination;
    }

    @Override
    public final int getJMSDeliveryMode() {
        return deliveryMode;
    }

    @Override
    public final void setJMSDeliveryMode(int deliveryMode) {
        this.deliveryMode = deliveryMode;
    }

    @Override
    public final boolean getJMSRedelivered() {
        return redelivered;
    }

    @Override
    public final void setJMSRedelivered(boolean redelivered) {
        this.redelivered = redelivered;
    }

    @Override
    public final String getJMSType() throws JMSException {
        readHeader();
        return type;
    }

    @Override
    public final void setJMSType(String type) throws JMSException {
        Unicode.requireWellFormed(type, "JMSType");
        readHeader();
        this.type = type;
    }

    @Override
    public final long getJMSExpiration() throws JMSException {
        readHeader();
        return expirationMs;
    }

    @Override
    public final void setJMSExpiration(long expiration) throws JMSException {
        readHeader();
        expirationMs = expiration;
    }

    @Override
    public final long getJMSDeliveryTime() throws JMSException {
        readHeader();
        return deliveryTimeMs;
    }

    @Override
    public final void setJMSDeliveryTime(long deliveryTime) throws JMSException {
        readHeader();
        deliveryTimeMs = deliveryTime;
    }

    @Override
    public final int getJMSPriority() {
        return priority;
    }

    @Override
    public final void setJMSPriority(int priority) {
        this.priority = priority;
    }

    // properties (3.5)

    /** Leaves no property, JMSXDeliveryCount included (3.5.7). */
    @Override
    public final void clearProperties() {
        properties = new PropertySet();
        propertiesReadOnly = false;
        deliveryCount = 0;
    }

    @Override
    public final boolean propertyExists(String name) throws JMSException {
        return isDeliveryCount(name) || properties().contains(name);
    }

    /** A list of its own, JMSXDeliveryCount included if this message was received (3.5.11). */
    @Override
    public final Enumeration<String> getPropertyNames() throws JMSException {
        List<String> names = new ArrayList<>(properties().names());
        if (deliveryCount > 0) {
            names.add(PropertySet.DELIVERY_COUNT);
        }
        return Collections.enumeration(names);
    }

    @Override
    public final Object getObjectProperty(String name) throws JMSException {
        return isDeliveryCount(name) ? (Object) deliveryCount : properties().get(name);
    }

    @Override
    public final boolean getBooleanProperty(String name) throws JMSException {
        return PropertyConversion.toBoolean(getObjectProperty(name), name);
    }

    @Override
    public final byte getByteProperty(String name) throws JMSException {
        return PropertyConversion.toByte(getObjectProperty(name), name);
    }

    @Override
    public final short getShortProperty(String name) throws JMSException {
        return PropertyConversion.toShort(getObjectProperty(name), name);
    }

    @Override
    public final int getIntProperty(String name) throws JMSException {
        return PropertyConversion.toInt(getObjectProperty(name), name);
    }

    @Override
    public final long getLongProperty(String name) throws JMSException {
        return PropertyConversion.toLong(getObjectProperty(name), name);
    }

    @Override
    public final float getFloatProperty(String name) throws JMSException {
        return PropertyConversion.toFloat(getObjectProperty(name), name);
    }

    @Override
    public final double getDoubleProperty(String name) throws JMSException {
        return PropertyConversion.toDouble(getObjectProperty(name), name);
    }

    @Override
    public final String getStringProperty(String name) throws JMSException {
        return PropertyConversion.toText(getObjectProperty(name), name);
    }

    @Override
    public final void setBooleanProperty(String name, boolean value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setByteProperty(String name, byte value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setShortProperty(String name, short value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setIntProperty(String name, int value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setLongProperty(String name, long value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setFloatProperty(String name, float value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setDoubleProperty(String name, double value) throws JMSException {
        setObjectProperty(name, value);
    }

    @Override
    public final void setStringProperty(String name, String value) throws JMSException {
        setObjectProperty(name, value);
    }

    /** Sets a property by the rules of {@link PropertySet#set}, which hold for all these methods. */
    @Override
    public final void setObjectProperty(String name, Object value) throws JMSException {
        PropertySet.requireName(name);
        if (propertiesReadOnly) {
            throw JmsErrors.notWriteable("the properties of a received message are read-only until clearProperties()");
        }
        properties().set(name, value);
    }

    private boolean isDeliveryCount(String name) {
        return deliveryCount > 0 && PropertySet.DELIVERY_COUNT.equals(name);
    }

    /** Kind and id, never the content. */
    @Override
    public final String toString() {
        String kind = getClass().getSimpleName();
        try {
            readHeader();
        } catch (JMSException e) {
            return kind + " with an unreadable header";
        }
        return kind + (messageId == null ? " that was not sent" : " " + messageId);
    }
}

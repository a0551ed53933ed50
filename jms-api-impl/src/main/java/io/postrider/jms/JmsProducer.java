package io.postrider.jms;

import static io.postrider.jms.error.JmsErrors.unchecked;
import static io.postrider.jms.error.JmsErrors.uncheckedRun;

import io.postrider.jms.error.JmsErrors;
import io.postrider.jms.message.JmsBytesMessage;
import io.postrider.jms.message.JmsMapMessage;
import io.postrider.jms.message.JmsMessage;
import io.postrider.jms.message.JmsObjectMessage;
import io.postrider.jms.message.JmsTextMessage;
import io.postrider.jms.message.PropertyConversion;
import io.postrider.jms.message.PropertySet;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The producer of the simplified API (specification 7.1): what is set on it goes with every message that it sends. Light, and used
 * by the thread that uses its context. Public for contexts of application servers, which send through a connection of a pool.
 */
public class JmsProducer implements JMSProducer {
    private final JmsErrors.Call<? extends MessageProducer> producer;
    private final PropertySet properties = new PropertySet();
    /** Keeps the three header fields, with the conversions that a message has for them. */
    private final JmsMessage headers = new JmsMessage();
    private boolean correlationIdSet;
    private boolean typeSet;
    private boolean replyToSet;
    private boolean messageIdDisabled;
    private boolean timestampDisabled;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLive = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelay = Message.DEFAULT_DELIVERY_DELAY;
    private CompletionListener async;

    /** @param producer gives the one without a destination to send with, at each send */
    protected JmsProducer(JmsErrors.Call<? extends MessageProducer> producer) {
        this.producer = producer;
    }

    // --- sending

    @Override
    public JMSProducer send(Destination destination, Message message) {
        uncheckedRun(() -> {
            if (message == null) {
                throw JmsErrors.messageFormat("null is not a message");
            }
            JmsDestination.from(destination);
            overwrite(message);
            sendPrepared(destination, message);
        });
        return this;
    }

    @Override
    public JMSProducer send(Destination destination, String body) {
        return send(destination, new JmsTextMessage(body));
    }

    @Override
    public JMSProducer send(Destination destination, Map<String, Object> body) {
        JmsMapMessage message = new JmsMapMessage();
        if (body != null) {
            uncheckedRun(() -> {
                for (Map.Entry<String, Object> each : body.entrySet()) {
                    message.setObject(each.getKey(), each.getValue());
                }
            });
        }
        return send(destination, message);
    }

    @Override
    public JMSProducer send(Destination destination, byte[] body) {
        JmsBytesMessage message = new JmsBytesMessage();
        if (body != null) {
            uncheckedRun(() -> message.writeBytes(body));
        }
        return send(destination, message);
    }

    @Override
    public JMSProducer send(Destination destination, Serializable body) {
        JmsObjectMessage message = new JmsObjectMessage();
        uncheckedRun(() -> message.setObject(body));
        return send(destination, message);
    }

    private void sendPrepared(Destination destination, Message message) throws JMSException {
        MessageProducer sender = producer.call();
        sender.setDisableMessageTimestamp(timestampDisabled);
        sender.setDeliveryDelay(deliveryDelay);
        if (async == null) {
            sender.send(destination, message, deliveryMode, priority, timeToLive);
        } else {
            sender.send(destination, message, deliveryMode, priority, timeToLive, async);
        }
    }

    /** What was set here wins over what the message has (7.9). */
    private void overwrite(Message message) throws JMSException {
        for (String name : properties.names()) {
            message.setObjectProperty(name, properties.get(name));
        }
        if (correlationIdSet) {
            message.setJMSCorrelationID(headers.getJMSCorrelationID());
        }
        if (typeSet) {
            message.setJMSType(headers.getJMSType());
        }
        if (replyToSet) {
            message.setJMSReplyTo(headers.getJMSReplyTo());
        }
    }

    // --- options

    @Override
    public JMSProducer setDisableMessageID(boolean disabled) {
        messageIdDisabled = disabled;
        return this;
    }

    @Override
    public boolean getDisableMessageID() {
        return messageIdDisabled;
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean disabled) {
        timestampDisabled = disabled;
        return this;
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return timestampDisabled;
    }

    @Override
    public JMSProducer setDeliveryMode(int mode) {
        deliveryMode = unchecked(() -> JmsMessageProducer.requireMode(mode));
        return this;
    }

    @Override
    public int getDeliveryMode() {
        return deliveryMode;
    }

    @Override
    public JMSProducer setPriority(int given) {
        priority = unchecked(() -> JmsMessageProducer.requirePriority(given));
        return this;
    }

    @Override
    public int getPriority() {
        return priority;
    }

    @Override
    public JMSProducer setTimeToLive(long milliseconds) {
        timeToLive = unchecked(() -> JmsMessageProducer.requireDuration("time to live", milliseconds));
        return this;
    }

    @Override
    public long getTimeToLive() {
        return timeToLive;
    }

    @Override
    public JMSProducer setDeliveryDelay(long milliseconds) {
        deliveryDelay = unchecked(() -> JmsMessageProducer.requireDuration("delivery delay", milliseconds));
        return this;
    }

    @Override
    public long getDeliveryDelay() {
        return deliveryDelay;
    }

    @Override
    public JMSProducer setAsync(CompletionListener listener) {
        async = listener;
        return this;
    }

    @Override
    public CompletionListener getAsync() {
        return async;
    }

    // --- properties

    @Override
    public JMSProducer setProperty(String name, Object value) {
        uncheckedRun(() -> properties.set(name, value));
        return this;
    }

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return setProperty(name, (Object) value);
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return setProperty(name, (Object) value);
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return setProperty(name, (Object) value);
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return setProperty(name, (Object) value);
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return setProperty(name, (Object) value);
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return setProperty(name, (Object) value);
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return setProperty(name, (Object) value);
    }

    @Override
    public JMSProducer setProperty(String name, String value) {
        return setProperty(name, (Object) value);
    }

    @Override
    public JMSProducer clearProperties() {
        properties.clear();
        return this;
    }

    @Override
    public boolean propertyExists(String name) {
        return properties.contains(name);
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return unchecked(() -> PropertyConversion.toBoolean(properties.get(name), name));
    }

    @Override
    public byte getByteProperty(String name) {
        return unchecked(() -> PropertyConversion.toByte(properties.get(name), name));
    }

    @Override
    public short getShortProperty(String name) {
        return unchecked(() -> PropertyConversion.toShort(properties.get(name), name));
    }

    @Override
    public int getIntProperty(String name) {
        return unchecked(() -> PropertyConversion.toInt(properties.get(name), name));
    }

    @Override
    public long getLongProperty(String name) {
        return unchecked(() -> PropertyConversion.toLong(properties.get(name), name));
    }

    @Override
    public float getFloatProperty(String name) {
        return unchecked(() -> PropertyConversion.toFloat(properties.get(name), name));
    }

    @Override
    public double getDoubleProperty(String name) {
        return unchecked(() -> PropertyConversion.toDouble(properties.get(name), name));
    }

    @Override
    public String getStringProperty(String name) {
        return unchecked(() -> PropertyConversion.toText(properties.get(name), name));
    }

    @Override
    public Object getObjectProperty(String name) {
        return properties.get(name);
    }

    /** A view, which shows the changes that come after, as the API's javadoc asks. */
    @Override
    public Set<String> getPropertyNames() {
        return Collections.unmodifiableSet(new AbstractSet<String>() {
            @Override
            public Iterator<String> iterator() {
                return properties.names().iterator();
            }

            @Override
            public int size() {
                return properties.names().size();
            }
        });
    }

    // --- header fields

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte[] id) {
        uncheckedRun(() -> headers.setJMSCorrelationIDAsBytes(id));
        correlationIdSet = true;
        return this;
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        return unchecked(headers::getJMSCorrelationIDAsBytes);
    }

    @Override
    public JMSProducer setJMSCorrelationID(String id) {
        uncheckedRun(() -> headers.setJMSCorrelationID(id));
        correlationIdSet = true;
        return this;
    }

    @Override
    public String getJMSCorrelationID() {
        return unchecked(headers::getJMSCorrelationID);
    }

    @Override
    public JMSProducer setJMSType(String type) {
        uncheckedRun(() -> headers.setJMSType(type));
        typeSet = true;
        return this;
    }

    @Override
    public String getJMSType() {
        return unchecked(headers::getJMSType);
    }

    @Override
    public JMSProducer setJMSReplyTo(Destination replyTo) {
        uncheckedRun(() -> headers.setJMSReplyTo(replyTo));
        replyToSet = true;
        return this;
    }

    @Override
    public Destination getJMSReplyTo() {
        return unchecked(headers::getJMSReplyTo);
    }
}

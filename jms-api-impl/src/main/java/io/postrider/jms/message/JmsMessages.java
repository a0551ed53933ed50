package io.postrider.jms.message;

import io.postrider.jms.JmsDestination;
import io.postrider.jms.error.JmsErrors;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Enumeration;

/** Messages on their way in and out of the application: received ones from the wire, and other providers' to be sent (specification 3.12). */
public final class JmsMessages {
    private static final int COPY_BYTES = 8 * 1024;

    private JmsMessages() {
    }

    /**
     * The message that was delivered; every delivery makes one of its own, so that what an application does to one shows in no
     * other.
     *
     * @param bodyApart the body if it came in chunks, else null; never changed any more
     * @param allowed   what an ObjectMessage may hold
     * @throws WireFormatException if a body is missing, or not of the length that the message says
     */
    public static JmsMessage decode(WireMessage message, byte[] bodyApart, DeliveryFacts facts, ObjectAllowList allowed) {
        JmsMessage received = switch (message.kind()) {
            case NONE -> new JmsMessage();
            case TEXT -> new JmsTextMessage();
            case BYTES -> new JmsBytesMessage();
            case MAP -> new JmsMapMessage();
            case STREAM -> new JmsStreamMessage();
            case OBJECT -> new JmsObjectMessage(allowed);
        };
        received.receive(message, body(message, bodyApart), facts);
        return received;
    }

    private static Slice body(WireMessage message, byte[] bodyApart) {
        if (!message.isBodyApart()) {
            var in = message.body();
            return new Slice(in.array(), in.position(), in.remaining());
        }
        if (bodyApart == null || bodyApart.length != message.bodyLength()) {
            throw new WireFormatException("body of " + (bodyApart == null ? "no" : bodyApart.length) + " bytes, expected "
                    + message.bodyLength());
        }
        return Slice.of(bodyApart);
    }

    /**
     * What to encode for a message that an application sends: itself if it is ours, else a copy.
     *
     * @throws jakarta.jms.MessageFormatException for null, and for what cannot be copied
     */
    public static JmsMessage toSend(Message message) throws JMSException {
        if (message == null) {
            throw JmsErrors.messageFormat("null is not a message");
        }
        return message instanceof JmsMessage ours ? ours : fromForeign(message);
    }

    /**
     * A message of another provider as one of ours: body, properties and what the sender sets of the header. A JMSReplyTo of ours is
     * kept; another provider's, which nobody here could reply to, is left out, as 3.12 allows.
     *
     * @throws jakarta.jms.MessageFormatException if a property, or an entry of a map, has a name or a value that none can have here
     */
    static JmsMessage fromForeign(Message foreign) throws JMSException {
        try {
            return copy(foreign);
        } catch (IllegalArgumentException e) {
            throw JmsErrors.messageFormat("a message of " + foreign.getClass().getName() + " cannot be sent here: " + e.getMessage(), e);
        }
    }

    private static JmsMessage copy(Message foreign) throws JMSException {
        JmsMessage copy = copyBody(foreign);
        Enumeration<?> names = foreign.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            copy.setObjectProperty(name, foreign.getObjectProperty(name));
        }
        copyCorrelationId(foreign, copy);
        copy.setJMSType(foreign.getJMSType());
        if (foreign.getJMSReplyTo() instanceof JmsDestination replyTo) {
            copy.setJMSReplyTo(replyTo);
        }
        return copy;
    }

    private static JmsMessage copyBody(Message foreign) throws JMSException {
        if (foreign instanceof TextMessage text) {
            return new JmsTextMessage(text.getText());
        } else if (foreign instanceof BytesMessage bytes) {
            return copyBytes(bytes);
        } else if (foreign instanceof MapMessage map) {
            JmsMapMessage copy = new JmsMapMessage();
            Enumeration<?> names = map.getMapNames();
            while (names.hasMoreElements()) {
                String name = (String) names.nextElement();
                copy.setObject(name, map.getObject(name));
            }
            return copy;
        } else if (foreign instanceof ObjectMessage object) {
            JmsObjectMessage copy = new JmsObjectMessage();
            copy.setObject(object.getObject());
            return copy;
        } else if (foreign instanceof StreamMessage stream) {
            return copyStream(stream);
        }
        return new JmsMessage();
    }

    /** Reads to the end, since the length that another implementation gives need not be known to it before. */
    private static JmsMessage copyBytes(BytesMessage foreign) throws JMSException {
        JmsBytesMessage copy = new JmsBytesMessage();
        byte[] part = new byte[COPY_BYTES];
        foreign.reset();
        for (int count = foreign.readBytes(part); count > 0; count = foreign.readBytes(part)) {
            copy.writeBytes(part, 0, count);
        }
        return copy;
    }

    private static JmsMessage copyStream(StreamMessage foreign) throws JMSException {
        JmsStreamMessage copy = new JmsStreamMessage();
        foreign.reset();
        while (true) {
            Object value;
            try {
                value = foreign.readObject();
            } catch (MessageEOFException e) {
                return copy;
            }
            copy.writeObject(value);
        }
    }

    /** As a String where there is one; as bytes only where there is none, since a provider may not know them (3.4.5). */
    private static void copyCorrelationId(Message foreign, JmsMessage copy) throws JMSException {
        String id = foreign.getJMSCorrelationID();
        if (id != null) {
            copy.setJMSCorrelationID(id);
            return;
        }
        try {
            copy.setJMSCorrelationIDAsBytes(foreign.getJMSCorrelationIDAsBytes());
        } catch (UnsupportedOperationException e) {
            copy.setJMSCorrelationID(null);
        }
    }

    /** Overwrites the header fields that a send decides, on whosever object the application gave (3.4.11). */
    public static void sent(Message message, SendFacts facts) throws JMSException {
        if (message instanceof JmsMessage ours) {
            ours.sent(facts);
            return;
        }
        message.setJMSMessageID(facts.messageId());
        message.setJMSTimestamp(facts.timestampMs());
        message.setJMSExpiration(facts.expirationMs());
        message.setJMSDestination(facts.destination());
        message.setJMSDeliveryMode(facts.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
        message.setJMSPriority(facts.priority());
        message.setJMSDeliveryTime(facts.deliveryTimeMs());
    }

    /** A CompletionListener may read the body at once: bytes and stream messages are reset before it gets them (7.3). */
    public static void prepareForCompletion(Message message) throws JMSException {
        if (message instanceof BytesMessage bytes) {
            bytes.reset();
        } else if (message instanceof StreamMessage stream) {
            stream.reset();
        }
    }
}

package io.postrider.transport.message;

import java.util.Arrays;
import java.util.Objects;

/**
 * The JMS headers that the sender sets and the broker passes on unchanged (specification 3.4). Destination, delivery mode,
 * priority and the redelivery facts travel in the frames, since the broker decides by them.
 *
 * @param session       id of the sending session; with {@code number} it makes JMSMessageID {@code ID:<session>-<number>}
 * @param number        counts every send call of that session, from 1
 * @param timestampMs   JMSTimestamp, epoch milliseconds by the broker's clock as the client knows it
 * @param expirationMs  JMSExpiration, epoch milliseconds, 0 = never
 * @param deliveryTimeMs JMSDeliveryTime, epoch milliseconds
 * @param replyTo       JMSReplyTo or null
 * @param correlationId JMSCorrelationID: a String, a byte[] or null; never changed after this record is made
 * @param type          JMSType or null
 */
public record Header(long session, long number, long timestampMs, long expirationMs, long deliveryTimeMs,
                     DestinationName replyTo, Object correlationId, String type) {
    public Header {
        if (correlationId != null && !(correlationId instanceof String) && !(correlationId instanceof byte[])) {
            throw new IllegalArgumentException("correlation id of " + correlationId.getClass().getName() + ", expected String or byte[]");
        }
    }

    /** JMSMessageID as the specification's text form. */
    public String messageId() {
        return "ID:" + session + "-" + number;
    }

    void write(WireOutput out) {
        out.writeVarint(session);
        out.writeVarint(number);
        out.writeSignedVarint(timestampMs);
        out.writeSignedVarint(expirationMs);
        out.writeSignedVarint(deliveryTimeMs);
        int present = (replyTo != null ? 1 : 0) | (correlationId instanceof String ? 2 : 0) | (correlationId instanceof byte[] ? 4 : 0)
                | (type != null ? 8 : 0);
        out.writeByte(present);
        if (replyTo != null) {
            replyTo.write(out);
        }
        if (correlationId instanceof String text) {
            out.writeString(text);
        } else if (correlationId instanceof byte[] raw) {
            out.writeBytes(raw);
        }
        if (type != null) {
            out.writeString(type);
        }
    }

    static Header read(WireInput in) {
        long session = in.readVarint();
        long number = in.readVarint();
        long timestamp = in.readSignedVarint();
        long expiration = in.readSignedVarint();
        long deliveryTime = in.readSignedVarint();
        int present = in.readByte();
        if (present > 15 || (present & 6) == 6) {
            throw new WireFormatException("header field bits " + present);
        }
        DestinationName replyTo = (present & 1) != 0 ? DestinationName.read(in) : null;
        Object correlationId = (present & 2) != 0 ? in.readString() : (present & 4) != 0 ? (Object) in.readBytes() : null;
        String type = (present & 8) != 0 ? in.readString() : null;
        return new Header(session, number, timestamp, expiration, deliveryTime, replyTo, correlationId, type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Header that && session == that.session && number == that.number && timestampMs == that.timestampMs
                && expirationMs == that.expirationMs && deliveryTimeMs == that.deliveryTimeMs && Objects.equals(replyTo, that.replyTo)
                && Objects.deepEquals(correlationId, that.correlationId) && Objects.equals(type, that.type);
    }

    @Override
    public int hashCode() {
        int correlation = correlationId instanceof byte[] raw ? Arrays.hashCode(raw) : Objects.hashCode(correlationId);
        return Objects.hash(session, number, timestampMs, expirationMs, deliveryTimeMs, replyTo, correlation, type);
    }
}

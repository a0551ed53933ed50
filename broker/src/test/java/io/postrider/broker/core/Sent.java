package io.postrider.broker.core;

import io.postrider.transport.frame.Series;
import io.postrider.transport.message.BodyKind;
import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.Header;
import io.postrider.transport.message.Properties;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A message as its sender knows it, and what became of it as far as clients were told. */
final class Sent {
    static final String ID = "id";
    static final String COLOR = "color";
    static final String N = "n";

    enum Status {
        /** On the way, unanswered. */
        SENT,
        CONFIRMED,
        REFUSED,
        /** In a transaction whose commit was not sent. */
        STAGED,
        /** In a transaction whose commit was sent. */
        COMMITTING,
        COMMITTED,
        ROLLED_BACK,
        /** Nobody will be told any more. */
        UNKNOWN
    }

    final long id;
    final SimulatedSession session;
    final DestinationName destination;
    final boolean persistent;
    final int priority;
    final long timeToLiveMs;
    final long delayMs;
    final String color;
    final int n;
    final int bodyLength;
    final boolean apart;
    final long connection;
    final String clientId;
    final long issuedMs;
    final int issuedStep;
    /** Grows with the sends of a session to one destination of one priority and mode. */
    final long order;
    /** Sent in the branch of a global transaction, which may be committed later than what was sent after it. */
    boolean inBranch;
    /** Number in its series. */
    long number;
    Status status;
    /** Boot of the broker that answered. */
    int boot;
    /** Position in a queue, 0 as long as it is not known. */
    long position;
    /** Copies that came out of the dead-letter queue. */
    int letters;
    private final Header header;

    Sent(long id, SimulatedSession session, DestinationName destination, boolean persistent, int priority, long timeToLiveMs, long delayMs,
         String color, int n, int bodyLength, boolean apart, long issuedMs, int issuedStep, long order, Header header) {
        this.id = id;
        this.session = session;
        this.destination = destination;
        this.persistent = persistent;
        this.priority = priority;
        this.timeToLiveMs = timeToLiveMs;
        this.delayMs = delayMs;
        this.color = color;
        this.n = n;
        this.bodyLength = bodyLength;
        this.apart = apart;
        this.connection = session.client.connectionId;
        this.clientId = session.client.hasClientId ? session.client.clientId : null;
        this.issuedMs = issuedMs;
        this.issuedStep = issuedStep;
        this.order = order;
        this.header = header;
    }

    Series series() {
        return persistent ? Series.PERSISTENT : Series.NON_PERSISTENT;
    }

    WireMessage message() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(ID, id);
        values.put(COLOR, color);
        values.put(N, n);
        Properties properties = new Properties(values);
        return apart ? WireMessage.withBodyApart(header, properties, BodyKind.BYTES, bodyLength)
                : WireMessage.of(header, properties, BodyKind.BYTES, body());
    }

    byte[] body() {
        byte[] body = new byte[bodyLength];
        for (int i = 0; i < bodyLength; i += 1 + bodyLength / 64) {
            body[i] = (byte) (id + i);
        }
        return body;
    }

    /** Whether a body that arrived is this message's. @param apart the body, or null if it stands in the message */
    boolean isBody(WireMessage message, byte[] apart) {
        if (apart != null) {
            return Arrays.equals(apart, body());
        }
        WireInput in = message.body();
        return Arrays.equals(in.array(), in.position(), in.position() + in.remaining(), body(), 0, bodyLength);
    }

    boolean isGiven() {
        return status == Status.CONFIRMED || status == Status.COMMITTED;
    }

    @Override
    public String toString() {
        return "#" + id + (persistent ? " persistent" : " non-persistent") + " to " + destination + " priority " + priority + (delayMs > 0 ? " delay " + delayMs : "")
                + (timeToLiveMs > 0 ? " ttl " + timeToLiveMs : "") + " " + color + " " + n + " by session " + session.id + " number " + number + " " + status
                + " issued in step " + issuedStep;
    }
}

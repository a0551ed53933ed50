package io.postrider.transport.frame;

import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;

/**
 * A message. Outside a transaction answered by Confirmed or Refused of its series; inside only if refused.
 *
 * <p>Direction: client to broker.
 *
 * @param session      whose
 * @param series       that of the delivery mode, PERSISTENT or NON_PERSISTENT; TRANSACTED in a transaction
 * @param number       of the series, from 1 without gaps
 * @param transaction  0, or the transaction that it belongs to
 * @param destination  where to
 * @param persistent   JMSDeliveryMode
 * @param priority     JMSPriority, 0 to 9
 * @param timeToLiveMs what is left of it when the frame is written, 0 = for ever
 * @param delayMs      what is left of the delivery delay
 * @param bodyStream   0, or the stream of Chunk frames, sent before this, that brought the body
 * @param message      the message
 */
public record Send(
        long session, Series series, long number, long transaction, DestinationName destination, boolean persistent,
        int priority, long timeToLiveMs, long delayMs, long bodyStream, WireMessage message) implements Frame {
    public Send {
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("priority " + priority + ", expected 0 to 9");
        }
        if (message.isBodyApart() != (bodyStream != 0)) {
            throw new IllegalArgumentException("body stream " + bodyStream + " with " + message);
        }
        if ((series == Series.TRANSACTED) != (transaction != 0) || series == Series.ACKNOWLEDGE) {
            throw new IllegalArgumentException("send in series " + series + " with transaction " + transaction);
        }
        if (series == Series.PERSISTENT && !persistent || series == Series.NON_PERSISTENT && persistent) {
            throw new IllegalArgumentException("send in series " + series + " of a message that is " + (persistent ? "" : "not ") + "persistent");
        }
        if (timeToLiveMs < 0 || delayMs < 0) {
            throw new IllegalArgumentException("time to live " + timeToLiveMs + " ms, delay " + delayMs + " ms; neither can be negative");
        }
    }

    @Override
    public FrameType type() {
        return FrameType.SEND;
    }

    @Override
    public void write(WireOutput out) {
        writeBeforeMessage(out);
        message.write(out);
    }

    /** Writes all fields but the message, which ends the frame: its bytes need not be copied to stand behind these. */
    public void writeBeforeMessage(WireOutput out) {
        out.writeVarint(session);
        out.writeByte(series.ordinal());
        out.writeVarint(number);
        out.writeVarint(transaction);
        destination.write(out);
        out.writeBoolean(persistent);
        out.writeByte(priority);
        out.writeVarint(timeToLiveMs);
        out.writeVarint(delayMs);
        out.writeVarint(bodyStream);
    }

    static Send read(WireInput in) {
        long session = in.readVarint();
        Series series = Series.read(in);
        long number = in.readVarint();
        long transaction = in.readVarint();
        DestinationName destination = DestinationName.read(in);
        boolean persistent = in.readBoolean();
        int priority = in.readVarint(9, "priority");
        long timeToLiveMs = in.readVarint();
        long delayMs = in.readVarint();
        long bodyStream = in.readVarint();
        WireMessage message = WireMessage.read(in, bodyStream != 0);
        return new Send(session, series, number, transaction, destination, persistent, priority, timeToLiveMs, delayMs, bodyStream, message);
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;

/**
 * A message for a consumer.
 *
 * <p>Direction: broker to client.
 *
 * @param consumer      for whom
 * @param generation    delivery generation of the session; a client drops what is older than its own
 * @param position      position of the message, never used twice
 * @param priority      JMSPriority, 0 to 9
 * @param persistent    JMSDeliveryMode
 * @param redelivered   JMSRedelivered
 * @param deliveryCount JMSXDeliveryCount, from 1
 * @param bodyStream    0, or the stream of the Chunk frames that bring the body
 * @param message       the message
 */
public record Deliver(
        long consumer, int generation, long position, int priority, boolean persistent, boolean redelivered,
        int deliveryCount, long bodyStream, WireMessage message) implements Frame {
    public Deliver {
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("priority " + priority + ", expected 0 to 9");
        }
        if (message.isBodyApart() != (bodyStream != 0)) {
            throw new IllegalArgumentException("body stream " + bodyStream + " with " + message);
        }
    }

    @Override
    public FrameType type() {
        return FrameType.DELIVER;
    }

    @Override
    public void write(WireOutput out) {
        writeBeforeMessage(out);
        message.write(out);
    }

    /** Writes all fields but the message, which ends the frame: its bytes need not be copied to stand behind these. */
    public void writeBeforeMessage(WireOutput out) {
        out.writeVarint(consumer);
        out.writeVarint(generation);
        out.writeVarint(position);
        out.writeByte(priority);
        out.writeBoolean(persistent);
        out.writeBoolean(redelivered);
        out.writeVarint(deliveryCount);
        out.writeVarint(bodyStream);
    }

    static Deliver read(WireInput in) {
        long consumer = in.readVarint();
        int generation = in.readVarint(Integer.MAX_VALUE, "generation");
        long position = in.readVarint();
        int priority = in.readVarint(9, "priority");
        boolean persistent = in.readBoolean();
        boolean redelivered = in.readBoolean();
        int deliveryCount = in.readVarint(Integer.MAX_VALUE, "deliveryCount");
        long bodyStream = in.readVarint();
        WireMessage message = WireMessage.read(in, bodyStream != 0);
        return new Deliver(consumer, generation, position, priority, persistent, redelivered, deliveryCount, bodyStream, message);
    }
}

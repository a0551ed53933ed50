package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Lets the broker deliver more to a consumer; adds to what is left. Sent when the application has taken messages.
 *
 * <p>Direction: client to broker.
 *
 * @param consumer whose credit
 * @param messages this many more messages
 * @param bytes    this many more bytes; any credit left permits one message of any size
 */
public record Credit(long consumer, int messages, long bytes) implements Frame {
    public Credit {
        if (messages < 0 || bytes < 0) {
            throw new IllegalArgumentException("credit of " + messages + " messages and " + bytes + " bytes; neither can be negative");
        }
    }

    @Override
    public FrameType type() {
        return FrameType.CREDIT;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(consumer);
        out.writeVarint(messages);
        out.writeVarint(bytes);
    }

    static Credit read(WireInput in) {
        return new Credit(in.readVarint(), in.readVarint(Integer.MAX_VALUE, "messages"), in.readVarint());
    }
}

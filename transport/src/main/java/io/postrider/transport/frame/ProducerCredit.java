package io.postrider.transport.frame;

import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Lets a session send more to a destination; adds to what is left.
 *
 * <p>Direction: broker to client.
 *
 * @param session     whose
 * @param destination where to
 * @param bytes       this many more bytes of messages; any credit left permits one message of any size
 */
public record ProducerCredit(long session, DestinationName destination, long bytes) implements Frame {
    public ProducerCredit {
        if (bytes < 0) {
            throw new IllegalArgumentException("credit of " + bytes + " bytes, expected at least 0");
        }
    }

    @Override
    public FrameType type() {
        return FrameType.PRODUCER_CREDIT;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(session);
        destination.write(out);
        out.writeVarint(bytes);
    }

    static ProducerCredit read(WireInput in) {
        return new ProducerCredit(in.readVarint(), DestinationName.read(in), in.readVarint());
    }
}

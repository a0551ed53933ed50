package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

import java.util.List;

/**
 * Acknowledges messages. Confirmed when durable, or part of a transaction.
 *
 * <p>Direction: client to broker.
 *
 * @param session     whose
 * @param number      of the session's ACKNOWLEDGE series, from 1; 0 within a transaction
 * @param transaction 0, or the transaction that this belongs to
 * @param messages    what is acknowledged
 */
public record Acknowledge(long session, long number, long transaction, List<MessageRef> messages) implements Frame {
    public Acknowledge {
        messages = List.copyOf(messages);
    }

    @Override
    public FrameType type() {
        return FrameType.ACKNOWLEDGE;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(session);
        out.writeVarint(number);
        out.writeVarint(transaction);
        MessageRef.writeAll(out, messages);
    }

    static Acknowledge read(WireInput in) {
        return new Acknowledge(in.readVarint(), in.readVarint(), in.readVarint(), MessageRef.readAll(in));
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.DestinationName;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * Opens a consumer. Answered by Done with the id of the subscription that it consumes from.
 *
 * <p>Direction: client to broker.
 *
 * @param requestId        answered by it
 * @param session          its session
 * @param consumer         id of the client's choice, used once per logical connection
 * @param destination      where from
 * @param kind             what it consumes: a queue or a kind of subscription
 * @param subscriptionName for DURABLE, SHARED and SHARED_DURABLE; null otherwise
 * @param selector         or null
 * @param noLocal          not what connections of the same client id, or this connection, sent
 * @param redeliveryDelay  for what its application has got and gives back
 */
public record CreateConsumer(
        long requestId, long session, long consumer, DestinationName destination, SubscriptionKind kind,
        String subscriptionName, String selector, boolean noLocal, RedeliveryDelay redeliveryDelay) implements Frame {
    public CreateConsumer {
        if (kind.isNamed() != (subscriptionName != null)) {
            throw new IllegalArgumentException("subscription name " + subscriptionName + " for kind " + kind);
        }
    }

    /** Without a delay. */
    public CreateConsumer(long requestId, long session, long consumer, DestinationName destination, SubscriptionKind kind,
                          String subscriptionName, String selector, boolean noLocal) {
        this(requestId, session, consumer, destination, kind, subscriptionName, selector, noLocal, RedeliveryDelay.NONE);
    }

    @Override
    public FrameType type() {
        return FrameType.CREATE_CONSUMER;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(requestId);
        out.writeVarint(session);
        out.writeVarint(consumer);
        destination.write(out);
        out.writeByte(kind.ordinal());
        out.writeOptionalString(subscriptionName);
        out.writeOptionalString(selector);
        out.writeBoolean(noLocal);
        redeliveryDelay.write(out);
    }

    static CreateConsumer read(WireInput in) {
        return new CreateConsumer(
                in.readVarint(), in.readVarint(), in.readVarint(), DestinationName.read(in), SubscriptionKind.read(in),
                in.readOptionalString(), in.readOptionalString(), in.readBoolean(), RedeliveryDelay.read(in));
    }
}

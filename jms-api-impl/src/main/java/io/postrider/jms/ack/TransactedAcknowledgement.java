package io.postrider.jms.ack;

import io.postrider.jms.client.ConsumerState;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.SessionState;
import io.postrider.transport.frame.MessageRef;
import java.util.List;

/** SESSION_TRANSACTED: each message with its hand-over, as a part of the transaction. */
final class TransactedAcknowledgement extends Acknowledgement {
    private final HandedOver handedOver = new HandedOver();

    TransactedAcknowledgement(SessionState session) {
        super(session);
    }

    @Override
    public synchronized boolean handOver(ConsumerState consumer, Delivery delivery) {
        if (!session.handOver(delivery)) {
            return false;
        }
        handedOver.add(consumer, delivery);
        return true;
    }

    @Override
    public boolean processed(Delivery delivery, boolean more) {
        return false;
    }

    @Override
    public synchronized List<MessageRef> handedOver() {
        return handedOver.of(session.generation());
    }

    @Override
    public synchronized List<MessageRef> handedOver(ConsumerState consumer) {
        return handedOver.of(consumer);
    }

    @Override
    synchronized int pending() {
        return handedOver.count();
    }

    @Override
    public synchronized void forget() {
        handedOver.clear();
    }
}

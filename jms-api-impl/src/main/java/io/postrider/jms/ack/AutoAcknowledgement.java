package io.postrider.jms.ack;

import io.postrider.jms.client.ConsumerState;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.SessionState;
import io.postrider.jms.client.Waiting;
import io.postrider.transport.frame.MessageRef;
import jakarta.jms.JMSException;
import java.util.List;

/** AUTO_ACKNOWLEDGE: each message when receive returns or its listener has returned. Nobody waits for the confirmation. */
final class AutoAcknowledgement extends Acknowledgement {
    private final Waiting waiting;
    /** With the listener, or on its way out of receive; null if a recover took it back. */
    private Delivery current;
    private ConsumerState holder;

    AutoAcknowledgement(SessionState session, Waiting waiting) {
        super(session);
        this.waiting = waiting;
    }

    @Override
    public synchronized boolean handOver(ConsumerState consumer, Delivery delivery) {
        if (!session.handOver(delivery)) {
            return false;
        }
        current = delivery;
        holder = consumer;
        return true;
    }

    @Override
    public boolean processed(Delivery delivery, boolean more) throws JMSException {
        boolean late;
        synchronized (this) {
            if (current != delivery) {
                return false;
            }
            current = null;
            late = session.acknowledge(List.of(delivery.ref()), delivery.generation());
        }
        waiting.on(session.acknowledgementSpace(), "earlier acknowledgements");
        return late;
    }

    @Override
    public boolean returnsAfterException() {
        return true;
    }

    @Override
    public synchronized List<MessageRef> handedOver() {
        return current == null || current.generation() < session.generation() ? List.of() : List.of(current.ref());
    }

    @Override
    public synchronized List<MessageRef> handedOver(ConsumerState consumer) {
        return holder == consumer ? handedOver() : List.of();
    }

    @Override
    synchronized int pending() {
        return current == null ? 0 : 1;
    }

    @Override
    public synchronized void forget() {
        current = null;
    }
}

package io.postrider.jms.ack;

import io.postrider.jms.client.ConsumerState;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.SessionState;
import io.postrider.jms.client.Waiting;
import io.postrider.transport.frame.MessageRef;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;

/** DUPS_OK_ACKNOWLEDGE: as AUTO, but several messages together, as long as more are ready. */
final class DupsOkAcknowledgement extends Acknowledgement {
    /** Messages that a crash of the client may bring a second time. */
    private static final int MESSAGES_MAX = 64;

    private final Waiting waiting;
    private final List<MessageRef> processed = new ArrayList<>();
    private int generation;
    private Delivery current;
    private ConsumerState holder;

    DupsOkAcknowledgement(SessionState session, Waiting waiting) {
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
            if (generation != delivery.generation()) {
                flush();
                generation = delivery.generation();
            }
            processed.add(delivery.ref());
            late = delivery.generation() < session.generation();
            if (late || !more || processed.size() >= MESSAGES_MAX) {
                flush();
            }
        }
        waiting.on(session.acknowledgementSpace(), "earlier acknowledgements");
        return late;
    }

    @Override
    public boolean returnsAfterException() {
        return true;
    }

    /** What was processed is not among it: it is acknowledged before. */
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
        return processed.size() + (current == null ? 0 : 1);
    }

    @Override
    public synchronized void forget() {
        current = null;
    }

    @Override
    public synchronized void flush() {
        if (!processed.isEmpty()) {
            session.acknowledge(List.copyOf(processed), generation);
            processed.clear();
        }
    }
}

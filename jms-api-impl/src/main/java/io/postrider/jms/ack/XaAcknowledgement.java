package io.postrider.jms.ack;

import io.postrider.jms.client.ConsumerState;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.SessionState;
import io.postrider.jms.client.Waiting;
import io.postrider.transport.frame.MessageRef;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;

/** An XASession: within a branch each message with its hand-over, as a part of the branch; outside as AUTO_ACKNOWLEDGE. */
final class XaAcknowledgement extends Acknowledgement {
    private final AutoAcknowledgement outside;
    /** In the branch that the session works in, or has worked in last. */
    private final HandedOver inside = new HandedOver();
    private boolean lastWasInside;

    XaAcknowledgement(SessionState session, Waiting waiting) {
        super(session);
        this.outside = new AutoAcknowledgement(session, waiting);
    }

    @Override
    public synchronized boolean handOver(ConsumerState consumer, Delivery delivery) {
        lastWasInside = session.isInBranch();
        if (!lastWasInside) {
            return outside.handOver(consumer, delivery);
        }
        if (!session.handOver(delivery)) {
            return false;
        }
        inside.add(consumer, delivery);
        return true;
    }

    /** What was handed over in a branch is none of the other's. */
    @Override
    public boolean processed(Delivery delivery, boolean more) throws JMSException {
        return outside.processed(delivery, more);
    }

    /** Within a branch the transaction manager decides. */
    @Override
    public synchronized boolean returnsAfterException() {
        return !lastWasInside;
    }

    @Override
    public synchronized List<MessageRef> handedOver() {
        List<MessageRef> all = new ArrayList<>(inside.of(session.generation()));
        all.addAll(outside.handedOver());
        return all;
    }

    @Override
    public synchronized List<MessageRef> handedOver(ConsumerState consumer) {
        List<MessageRef> all = new ArrayList<>(inside.of(consumer));
        all.addAll(outside.handedOver(consumer));
        return all;
    }

    /** The branch holds its own at the broker. */
    @Override
    synchronized int pending() {
        return outside.pending();
    }

    @Override
    public synchronized void forget() {
        inside.clear();
        outside.forget();
    }

    @Override
    public synchronized void endBranch() {
        inside.clear();
    }
}

package io.postrider.jms.ack;

import io.postrider.jms.client.BrokerClient;
import io.postrider.jms.client.ConsumerState;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.SessionState;
import io.postrider.jms.client.Waiting;
import io.postrider.transport.frame.MessageRef;
import jakarta.jms.JMSException;
import java.util.List;

/** CLIENT_ACKNOWLEDGE: everything that the session has handed over, when the application says so. */
final class ClientAcknowledgement extends Acknowledgement {
    private final BrokerClient client;
    private final Waiting waiting;
    private final HandedOver handedOver = new HandedOver();

    ClientAcknowledgement(SessionState session, BrokerClient client, Waiting waiting) {
        super(session);
        this.client = client;
        this.waiting = waiting;
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

    /** Waits until that is durable. What is refused, because another consumer got it after a lost link, is forgotten as well. */
    @Override
    public void acknowledge() throws JMSException {
        List<MessageRef> refs;
        synchronized (this) {
            refs = handedOver.all();
            handedOver.clear();
        }
        if (!refs.isEmpty()) {
            waiting.on(client.acknowledge(session, refs), "the acknowledgement of " + refs.size() + " messages");
        }
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

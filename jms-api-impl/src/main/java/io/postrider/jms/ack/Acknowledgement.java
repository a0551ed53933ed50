package io.postrider.jms.ack;

import io.postrider.jms.client.BrokerClient;
import io.postrider.jms.client.ConsumerState;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.SessionState;
import io.postrider.jms.client.Waiting;
import io.postrider.transport.frame.MessageRef;
import jakarta.jms.JMSException;
import java.util.List;

/**
 * When the messages of a session are acknowledged, and which were handed to the application without being so. Used by the
 * session's thread of control, and by close; guarded by its monitor, which is never held while waiting.
 */
public abstract sealed class Acknowledgement
        permits AutoAcknowledgement, DupsOkAcknowledgement, ClientAcknowledgement, TransactedAcknowledgement, XaAcknowledgement {
    final SessionState session;

    Acknowledgement(SessionState session) {
        this.session = session;
    }

    /** That of the session's mode. */
    public static Acknowledgement of(SessionState session, BrokerClient client, Waiting waiting) {
        if (session.isXa()) {
            return new XaAcknowledgement(session, waiting);
        }
        return switch (session.mode()) {
            case AUTO -> new AutoAcknowledgement(session, waiting);
            case DUPS_OK -> new DupsOkAcknowledgement(session, waiting);
            case CLIENT -> new ClientAcknowledgement(session, client, waiting);
            case TRANSACTED -> new TransactedAcknowledgement(session);
        };
    }

    /**
     * The application is about to get a message.
     *
     * @return false if the delivery is void, so that it must not get it
     */
    public abstract boolean handOver(ConsumerState consumer, Delivery delivery);

    /**
     * The receive call returns, or the listener has returned.
     *
     * @param more whether another message is ready for the same consumer
     * @return whether the broker may have sent the message again, which the application must not get
     */
    public abstract boolean processed(Delivery delivery, boolean more) throws JMSException;

    /** What nobody got, because it expired on the way, is done with. */
    public final void discard(Delivery delivery) {
        session.acknowledge(List.of(delivery.ref()), delivery.generation());
    }

    /** Whether a message comes back by itself when its listener threw an exception (8.7), or only by recover or rollback. */
    public boolean returnsAfterException() {
        return false;
    }

    /** {@code Message.acknowledge} and {@code JMSContext.acknowledge}: everything that the session has handed over. */
    public void acknowledge() throws JMSException {
    }

    /** What was handed over and still comes back if the session ends now. */
    public abstract List<MessageRef> handedOver();

    /** The same, of one consumer that closes. */
    public List<MessageRef> handedOver(ConsumerState consumer) {
        return List.of();
    }

    /** How many messages the session may hold at the broker. */
    public final int unacknowledged() {
        return pending() + session.unconfirmed();
    }

    /** How many messages were handed over whose acknowledgement has not been sent. */
    abstract int pending();

    /** It has all been acknowledged or given back, by a commit, a recover or a rollback. */
    public abstract void forget();

    /** The session works in its branch no longer, and the broker has all that was handed over there. */
    public void endBranch() {
    }

    /** Sends what was put off. */
    public void flush() {
    }
}

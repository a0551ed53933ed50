package io.postrider.jms;

import io.postrider.jms.ack.Acknowledgement;
import io.postrider.jms.client.Delivery;
import io.postrider.jms.client.Prefetch;
import io.postrider.transport.frame.RedeliveryDelay;
import io.postrider.transport.message.WireFormatException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.lang.System.Logger.Level;

/**
 * Takes messages to a listener, and does with each what the mode of its session asks for when the listener has returned or thrown
 * an exception (specification 8.7). Used by the thread that runs the session's listeners.
 */
final class ListenerCalls {
    private static final System.Logger LOG = System.getLogger(ListenerCalls.class.getName());
    /** A session whose listener keeps throwing rests before it is called again, whatever the redelivery delay. */
    private static final RedeliveryDelay REST = new RedeliveryDelay(10, 1_000);

    private final JmsSession session;
    private final Acknowledgement acknowledgement;
    private int failures;

    ListenerCalls(JmsSession session) {
        this.session = session;
        this.acknowledgement = session.acknowledgement();
    }

    /**
     * One call.
     *
     * @param from where the message comes from, and comes again if it must
     * @return 0, or how long to wait before the next one, since the listener threw and the same message comes again by itself
     */
    long call(MessageListener listener, Delivery delivery, JmsDestination destination, Prefetch from) {
        try {
            try {
                listener.onMessage(session.message(delivery, destination));
            } catch (Throwable thrown) {
                LOG.log(Level.WARNING, "the MessageListener on " + destination + " threw an exception for message " + name(delivery) + ", attempt "
                        + delivery.deliveryCount(), thrown);
                return giveBack();
            }
            failures = 0;
            if (acknowledgement.processed(delivery, from.isReady())) {
                from.remove(delivery.ref());
            }
        } catch (JMSException e) {
            session.connection().open().events().tell(e);
        }
        return 0;
    }

    /** Its JMSMessageID, or where it lies if its sender has encoded its header wrongly. */
    private static String name(Delivery delivery) {
        try {
            return delivery.message().header().messageId();
        } catch (WireFormatException | IllegalArgumentException e) {
            return "at position " + delivery.ref().position();
        }
    }

    /** The message comes again by itself in the automatic modes, else with a recover or rollback. */
    private long giveBack() throws JMSException {
        if (!acknowledgement.returnsAfterException()) {
            return 0;
        }
        if (acknowledgement.handedOver().isEmpty()) {
            acknowledgement.forget(); // a recover, or the loss of the link, has given it back already
        } else {
            session.recoverHandedOver();
        }
        return backOffMs(failures++);
    }

    /** How long to wait after so many failures before this one. */
    static long backOffMs(int failures) {
        return REST.afterMs(failures + 1);
    }
}

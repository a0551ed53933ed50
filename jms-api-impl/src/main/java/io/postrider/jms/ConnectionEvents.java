package io.postrider.jms;

import io.postrider.jms.client.BrokerEvents;
import io.postrider.jms.client.BrokerFailure;
import io.postrider.jms.client.ConnectionLost;
import io.postrider.jms.client.ExceptionNotices;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.lang.System.Logger.Level;

/** Tells an ExceptionListener what went wrong where no call can say it (specification 6.1.7). Any thread. */
final class ConnectionEvents implements BrokerEvents {
    private static final System.Logger LOG = System.getLogger(ConnectionEvents.class.getName());

    private final ExceptionNotices notices = new ExceptionNotices("postrider-exception-listener");
    private volatile ExceptionListener listener;
    private volatile ConnectionLost lost;

    ExceptionListener listener() {
        return listener;
    }

    void listener(ExceptionListener given) {
        listener = given;
    }

    /** Why no call can succeed any more, or null. */
    ConnectionLost lost() {
        return lost;
    }

    @Override
    public void lost(ConnectionLost cause) {
        lost = cause;
        tell(cause.toJms("the connection"));
    }

    @Override
    public void failed(BrokerFailure failure, String what) {
        LOG.log(Level.WARNING, "{0}: {1}", what, failure.getMessage());
        tell(failure.toJms(what));
    }

    void tell(JMSException exception) {
        notices.tell(() -> {
            ExceptionListener current = listener;
            if (current != null) {
                current.onException(exception);
            }
        });
    }
}

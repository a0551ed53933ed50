package io.postrider.tck.app;

import jakarta.ejb.EJBException;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

/**
 * Sends, and holds its caller's transaction open until there is a message in the queue whose name ends with {@value #SEEN}: so the test can
 * look at the broker what transaction it is.
 */
final class HeldSending {
    private static final String SEEN = ".seen";
    private static final long SEEN_MS_MAX = 100_000;

    private HeldSending() {
    }

    /** @param opened closed here */
    static String send(Connection opened, String queue, String text) throws JMSException {
        try (Connection connection = opened; Session session = connection.createSession()) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
            connection.start();
            if (session.createConsumer(session.createQueue(queue + SEEN)).receive(SEEN_MS_MAX) == null) {
                throw new EJBException("nobody has looked what transaction this is");
            }
            return "sent";
        }
    }
}

package io.postrider.benchmark.backlog;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

/** Takes all of a queue with one consumer and checks that it is complete and that each producer's messages are in its order. */
final class Draining {
    private static final int TRANSACTION_MESSAGES = 500;
    private static final int RECEIVE_MS = 30_000;

    private Draining() {
    }

    /** @throws IllegalStateException naming the first message that is missing, too much, doubled or out of order */
    static void drain(ConnectionFactory factory, String queue, long messages) throws JMSException {
        long[] next = new long[Filling.PRODUCERS];
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            for (long i = 0; i < messages; i++) {
                Message message = consumer.receive(RECEIVE_MS);
                if (message == null) {
                    throw new IllegalStateException("nothing came for " + RECEIVE_MS + " ms after " + i + " of " + messages + " messages");
                }
                BodyNumber number = BodyNumber.of(message);
                if (number.number() != next[number.producer()]) {
                    throw new IllegalStateException("producer " + number.producer() + "'s message " + number.number() + " came instead of its "
                            + next[number.producer()]);
                }
                next[number.producer()]++;
                if ((i + 1) % TRANSACTION_MESSAGES == 0) {
                    session.commit();
                }
            }
            session.commit();
            Message more = consumer.receiveNoWait();
            if (more != null) {
                throw new IllegalStateException("there is more than the " + messages + " messages that were sent: " + BodyNumber.of(more));
            }
        }
    }
}

package io.postrider.torture.load;

import io.postrider.torture.log.Event.Mode;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

/** Takes what is left over in a source at the end, when nobody else consumes. Immutable. */
record Sweeping(String name, Source source) implements Actor {
    /** For the first one; the broker may have to read it from its disk. */
    private static final int FIRST_MS = 3_000;
    private static final int NEXT_MS = 1_000;
    private static final int COMMIT_AFTER = 100;

    @Override
    public boolean sends() {
        return false;
    }

    @Override
    public void work(Stage stage) throws JMSException, InterruptedException {
        try (Connection connection = stage.provider().connect()) {
            source.identify(connection);
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageConsumer consumer = source.consumer(session);
            stage.opened(source, Mode.SWEEP);
            connection.start();
            boolean more = true;
            for (int timeoutMs = FIRST_MS; more; timeoutMs = NEXT_MS) {
                int first = timeoutMs;
                more = Transaction.run(stage, new LocalDemarcation(session), transaction -> receive(stage, consumer, transaction.unit(), first));
            }
        }
    }

    private boolean receive(Stage stage, MessageConsumer consumer, String unit, int firstMs) throws JMSException {
        int count = 0;
        for (Message message = consumer.receive(firstMs); message != null; message = count < COMMIT_AFTER ? consumer.receive(NEXT_MS) : null) {
            stage.received(source, message, unit);
            count++;
        }
        return count > 0;
    }
}

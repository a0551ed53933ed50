package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import io.postrider.torture.log.Event.Mode;
import io.postrider.torture.log.Outcome;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

/**
 * Receives some messages and acknowledges or commits them, or one time in ten gives them back while work goes on. Immutable.
 *
 * @param mode CLIENT or TRANSACTED
 */
record Consuming(String name, Source source, Mode mode) implements Actor {
    static final int RECEIVE_MS = 500;
    private static final int MESSAGES_MAX = 10;
    private static final int RECOVER_ONE_IN = 10;
    /** A slow moment now and then, so that something is left in the broker. */
    private static final int SLOW_ONE_IN = 30;
    private static final int SLOW_MS_MAX = 500;

    @Override
    public boolean sends() {
        return false;
    }

    @Override
    public void work(Stage stage) throws JMSException, InterruptedException {
        try (Connection connection = stage.provider().connect()) {
            source.identify(connection);
            Session session = connection.createSession(mode == Mode.CLIENT ? Session.CLIENT_ACKNOWLEDGE : Session.SESSION_TRANSACTED);
            MessageConsumer consumer = source.consumer(session);
            stage.opened(source, mode);
            connection.start();
            while (!stage.isAtLeast(Step.ENDING)) {
                if (mode == Mode.CLIENT) {
                    acknowledge(stage, session, consumer);
                } else {
                    Transaction.run(stage, new LocalDemarcation(session), transaction -> receive(stage, consumer, transaction.unit()) != null);
                }
                if (!stage.isAtLeast(Step.DRAINING) && stage.chance(SLOW_ONE_IN)) {
                    stage.pause(SLOW_MS_MAX, Step.DRAINING);
                }
            }
        }
    }

    /** @return the last one, or null if none came */
    private Message receive(Stage stage, MessageConsumer consumer, String unit) throws JMSException {
        int messages = 1 + stage.random().nextInt(MESSAGES_MAX);
        Message last = null;
        for (int i = 0; i < messages; i++) {
            Message message = consumer.receive(RECEIVE_MS);
            if (message == null) {
                break;
            }
            stage.received(source, message, unit);
            last = message;
        }
        return last;
    }

    private void acknowledge(Stage stage, Session session, MessageConsumer consumer) throws JMSException {
        String unit = stage.nextUnit();
        Message last = receive(stage, consumer, unit);
        if (last == null) {
            return;
        }
        if (!stage.isAtLeast(Step.DRAINING) && stage.chance(RECOVER_ONE_IN)) {
            stage.ended(unit, Outcome.UNDONE, 0);
            session.recover();
            return;
        }
        stage.ending(unit);
        try {
            last.acknowledge();
            stage.ended(unit, Outcome.DONE, 0);
        } catch (JMSException e) {
            // a connection was lost before, and another consumer got some of them: nothing is known of these
            stage.ended(unit, Outcome.UNKNOWN, 0);
            stage.thrown(e);
            session.recover();
        }
    }
}

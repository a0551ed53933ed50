package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import io.postrider.torture.log.Event;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;

/** Sends up to ten messages in each transaction, of which one in ten is rolled back. Immutable. */
record ProducingInTransactions(String name, Outline outline) implements Actor {
    private static final int MESSAGES_MAX = 10;

    @Override
    public boolean sends() {
        return true;
    }

    @Override
    public Source source() {
        return null;
    }

    @Override
    public void work(Stage stage) throws JMSException, InterruptedException {
        stage.awaitWork();
        try (Connection connection = stage.provider().connect()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = outline.producer(session);
            Demarcation transactions = new LocalDemarcation(session);
            while (!stage.isAtLeast(Step.DRAINING)) {
                try {
                    Transaction.run(stage, transactions, transaction -> send(stage, outline, session, producer, transaction));
                } catch (ResourceAllocationException e) {
                    stage.pause(Producing.REFUSED_MS, Step.DRAINING);
                }
                stage.pause(Producing.PAUSE_MS_MAX, Step.DRAINING);
            }
        }
    }

    /** @return true: there is something to commit */
    static boolean send(Stage stage, Outline outline, Session session, MessageProducer producer, Transaction transaction)
            throws JMSException {
        int messages = 1 + stage.random().nextInt(MESSAGES_MAX);
        for (int i = 0; i < messages; i++) {
            String id = stage.nextId();
            Event.Sent sent = outline.next(id, transaction.unit(), stage.randomOf(id));
            var message = Outline.message(session, producer, sent);
            stage.sending(sent);
            transaction.countSend();
            producer.send(message);
        }
        return true;
    }
}

package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import io.postrider.torture.log.Event;
import io.postrider.torture.log.Event.Mode;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;

/** Receives from one queue and sends to another, with the same id, in one transaction. Immutable. */
record Moving(String name, Source source, Outline to) implements Actor {
    private static final int MESSAGES_MAX = 5;

    @Override
    public boolean sends() {
        return false;
    }

    @Override
    public void work(Stage stage) throws JMSException, InterruptedException {
        try (Connection connection = stage.provider().connect()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageConsumer consumer = source.consumer(session);
            MessageProducer producer = to.producer(session);
            stage.opened(source, Mode.TRANSACTED);
            stage.linked(source.destination(), to.destination());
            connection.start();
            Demarcation transactions = new LocalDemarcation(session);
            Way way = new Way(source, consumer, to, session, producer);
            while (!stage.isAtLeast(Step.ENDING)) {
                try {
                    Transaction.run(stage, transactions, transaction -> move(stage, way, transaction));
                } catch (ResourceAllocationException e) {
                    stage.pause(Producing.REFUSED_MS, Step.ENDING);
                }
            }
        }
    }

    /**
     * From where to where.
     *
     * @param session the producer's
     */
    record Way(Source source, MessageConsumer consumer, Outline to, Session session, MessageProducer producer) {
    }

    /** @return whether anything was there to be moved */
    static boolean move(Stage stage, Way way, Transaction transaction) throws JMSException {
        int messages = 1 + stage.random().nextInt(MESSAGES_MAX);
        int moved = 0;
        for (; moved < messages; moved++) {
            Message message = way.consumer.receive(Consuming.RECEIVE_MS);
            if (message == null) {
                break;
            }
            stage.received(way.source, message, transaction.unit());
            String id = Outline.id(message);
            Event.Sent sent = way.to.next(id, transaction.unit(), stage.randomOf(id));
            Message copy = Outline.message(way.session, way.producer, sent);
            stage.sending(sent);
            transaction.countSend();
            way.producer.send(copy);
        }
        return moved > 0;
    }
}

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
        try (Connection connection = stage.connect()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageConsumer consumer = source.consumer(session);
            MessageProducer producer = to.producer(session);
            stage.opened(source, Mode.TRANSACTED);
            stage.linked(source.destination(), to.destination());
            connection.start();
            while (!stage.isAtLeast(Step.ENDING)) {
                try {
                    Transaction.run(stage, session, transaction -> move(stage, session, consumer, producer, transaction));
                } catch (ResourceAllocationException e) {
                    stage.pause(Producing.REFUSED_MS, Step.ENDING);
                }
            }
        }
    }

    private boolean move(Stage stage, Session session, MessageConsumer consumer, MessageProducer producer, Transaction transaction) throws JMSException {
        int messages = 1 + stage.random().nextInt(MESSAGES_MAX);
        int moved = 0;
        for (; moved < messages; moved++) {
            Message message = consumer.receive(Consuming.RECEIVE_MS);
            if (message == null) {
                break;
            }
            stage.received(source, message, transaction.unit());
            String id = Outline.id(message);
            Event.Sent sent = to.next(id, transaction.unit(), stage.randomOf(id));
            Message copy = Outline.message(session, producer, sent);
            stage.sending(sent);
            transaction.countSend();
            producer.send(copy);
        }
        return moved > 0;
    }
}

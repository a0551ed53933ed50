package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import io.postrider.torture.log.Event;
import io.postrider.torture.log.Outcome;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;

/** Sends one message after the other, in bursts. Immutable. */
record Producing(String name, Outline outline) implements Actor {
    static final int BURST_MAX = 20;
    static final int PAUSE_MS_MAX = 250;
    /** After a refusal, which a full disk gives as long as it is full. */
    static final int REFUSED_MS = 200;

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
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = outline.producer(session);
            while (!stage.isAtLeast(Step.DRAINING)) {
                int burst = 1 + stage.random().nextInt(BURST_MAX);
                for (int i = 0; i < burst && !stage.isAtLeast(Step.DRAINING); i++) {
                    send(stage, session, producer);
                }
                stage.pause(PAUSE_MS_MAX, Step.DRAINING);
            }
        }
    }

    private void send(Stage stage, Session session, MessageProducer producer) throws JMSException, InterruptedException {
        String id = stage.nextId();
        Event.Sent sent = outline.next(id, Event.NONE, stage.randomOf(id));
        var message = Outline.message(session, producer, sent);
        stage.sending(sent);
        try {
            producer.send(message);
            stage.sent(sent.id(), Outcome.DONE);
        } catch (ResourceAllocationException e) {
            stage.sent(sent.id(), Outcome.UNDONE);
            stage.thrown(e);
            stage.pause(REFUSED_MS, Step.DRAINING);
        } catch (JMSException e) {
            stage.sent(sent.id(), Outcome.UNKNOWN);
            throw e;
        }
    }
}

package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import io.postrider.torture.log.Event;
import io.postrider.torture.log.Outcome;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sends with a CompletionListener, some messages ahead of it. Immutable. */
record ProducingAsynchronously(String name, Outline outline) implements Actor {
    private static final int AHEAD_MAX = 50;
    /** Longer than a broker is away, shorter than anybody waits for this actor. */
    private static final int COMPLETION_SECONDS_MAX = 60;

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
        Semaphore room = new Semaphore(AHEAD_MAX);
        AtomicBoolean failed = new AtomicBoolean();
        try (Connection connection = stage.provider().connect()) {
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = outline.producer(session);
            while (!stage.isAtLeast(Step.DRAINING) && !failed.get()) {
                int burst = 1 + stage.random().nextInt(2 * AHEAD_MAX);
                for (int i = 0; i < burst && !stage.isAtLeast(Step.DRAINING) && !failed.get(); i++) {
                    take(room, 1);
                    String id = stage.nextId();
                    Event.Sent sent = outline.next(id, Event.NONE, stage.randomOf(id));
                    Message message = Outline.message(session, producer, sent);
                    stage.sending(sent);
                    producer.send(message, new Completion(stage, sent.id(), room, failed));
                }
                stage.pause(2 * Producing.PAUSE_MS_MAX, Step.DRAINING);
            }
            take(room, AHEAD_MAX);
        }
    }

    private static void take(Semaphore room, int permits) throws JMSException, InterruptedException {
        if (!room.tryAcquire(permits, COMPLETION_SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new JMSException("no completion within " + COMPLETION_SECONDS_MAX + " s of " + (AHEAD_MAX - room.availablePermits()) + " sends");
        }
    }

    private record Completion(Stage stage, String id, Semaphore room, AtomicBoolean failed) implements CompletionListener {
        @Override
        public void onCompletion(Message message) {
            stage.sent(id, Outcome.DONE);
            room.release();
        }

        @Override
        public void onException(Message message, Exception exception) {
            stage.thrown(exception);
            if (exception instanceof ResourceAllocationException) {
                stage.sent(id, Outcome.UNDONE);
            } else {
                stage.sent(id, Outcome.UNKNOWN);
                failed.set(true);
            }
            room.release();
        }
    }
}

package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import io.postrider.torture.log.Event;
import io.postrider.torture.log.Event.Mode;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A listener with AUTO_ACKNOWLEDGE. With receive, a kill between the acknowledgement and the return of the call would lose a message
 * that nobody saw, and be right; a listener has seen it before it is acknowledged. Immutable.
 */
record Listening(String name, Source source) implements Actor {
    private static final int LOOK_MS = 200;

    @Override
    public boolean sends() {
        return false;
    }

    @Override
    public void work(Stage stage) throws JMSException, InterruptedException {
        AtomicReference<JMSException> failure = new AtomicReference<>();
        try (Connection connection = stage.provider().connect()) {
            source.identify(connection);
            connection.setExceptionListener(failure::set);
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            source.consumer(session).setMessageListener(message -> {
                try {
                    stage.received(source, message, Event.NONE);
                } catch (JMSException e) {
                    throw new IllegalStateException("a received message cannot be read: " + e.getMessage(), e);
                }
            });
            stage.opened(source, Mode.AUTO);
            connection.start();
            while (!stage.isAtLeast(Step.ENDING) && failure.get() == null) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}

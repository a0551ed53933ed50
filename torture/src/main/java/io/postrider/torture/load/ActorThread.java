package io.postrider.torture.load;

import jakarta.jms.JMSException;

/** Runs one actor until its part is over, with a new connection whenever one fails. */
final class ActorThread extends Thread {
    private static final int AGAIN_MS_MAX = 500;

    private final Actor actor;
    private final Stage stage;

    ActorThread(Actor actor, Stage stage) {
        super(actor.name());
        this.actor = actor;
        this.stage = stage;
    }

    boolean sends() {
        return actor.sends();
    }

    @Override
    public void run() {
        Phase.Step over = actor.sends() ? Phase.Step.DRAINING : Phase.Step.ENDING;
        try {
            do {
                stage.beginSession();
                try {
                    actor.work(stage);
                } catch (JMSException e) {
                    stage.thrown(e);
                    stage.pause(AGAIN_MS_MAX, over);
                }
            } while (!stage.isAtLeast(over));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

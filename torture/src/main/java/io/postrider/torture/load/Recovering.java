package io.postrider.torture.load;

import io.postrider.torture.load.Phase.Step;
import jakarta.jms.JMSException;

/** The recovery of a process's transaction manager. It goes on until nothing is in doubt any more, without which nothing is drained. Immutable. */
record Recovering(String name) implements Actor {
    private static final int PAUSE_MS_MAX = 1_000;

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
        Narayana narayana = stage.provider().narayana();
        do {
            stage.pause(PAUSE_MS_MAX, Step.DRAINING);
            narayana.scan();
        } while (!stage.isAtLeast(Step.DRAINING) || narayana.inDoubt() > 0);
    }
}

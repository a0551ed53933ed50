package io.postrider.torture.load;

import jakarta.jms.JMSException;

/** One producer or consumer of a load, run by a thread of its own in one of the client processes. */
public interface Actor {
    /** Unique; letters, digits and hyphens. */
    String name();

    /** Whether it stops at the end of the faults, before those who only consume. */
    boolean sends();

    /**
     * Works with one connection until the stage says that it is over. Called again, with a new session number, if it throws.
     *
     * @throws JMSException when its connection or session is of no more use; the stage notes it
     */
    void work(Stage stage) throws JMSException, InterruptedException;

    /** The subscription that it consumes from, or null: also swept at the end, for what is left over. */
    Source source();
}

package io.postrider.torture.fault;

import java.util.Random;

/** A kind of fault. Without state. */
public interface Fault {
    /** One word, or several with hyphens. */
    String name();

    /** Half a sentence for people. */
    String meaning();

    /** Faults of one lane come one after the other; those of two lanes at the same time. */
    Lane lane();

    /** Draws all that is random about one injection, from that source alone, so that a seed tells which come. */
    Injection plan(Random random);

    /** Who waits for whom. */
    enum Lane {
        /** The broker is gone meanwhile. */
        BROKER,
        /** It is there, and something around it is not as it should be. */
        SURROUNDINGS
    }

    /** One of them, with its numbers. Immutable. */
    interface Injection {
        /** What exactly, for the report. */
        String text();

        /** How far the broker's clock goes forward with it, at its beginning or its end, 0 if it does not. */
        default long jumpMs() {
            return 0;
        }

        /**
         * Does it and undoes it. Bounded: seconds, and what a start of a process takes.
         *
         * @return false if there was nothing at that moment that it could be done to
         */
        boolean inject(Arena arena) throws Exception;
    }
}

package io.postrider.jms;

import io.postrider.jms.client.Delivery;

/**
 * What a connection consumer has given to a server session: the right to take so many of its messages. They stay where they are
 * until the session runs them, so that nothing has to go back if it does not. Used by the thread that runs the session.
 */
final class Assignment {
    private final JmsConnectionConsumer consumer;
    private final int messages;
    private int taken;
    private boolean over;

    Assignment(JmsConnectionConsumer consumer, int messages) {
        this.consumer = consumer;
        this.messages = messages;
    }

    JmsConnectionConsumer consumer() {
        return consumer;
    }

    /** @return the next message, which the session holds from now on; null if there is none any more */
    Delivery take(JmsSession session) {
        while (taken < messages && !over) {
            Delivery waiting = consumer.poll();
            if (waiting == null) {
                return null;
            }
            taken++;
            Delivery held = consumer.assign(waiting, session);
            if (held != null) {
                return held;
            }
        }
        return null;
    }

    /** The session takes no more of it. Only the first call counts. */
    void end() {
        if (!over) {
            over = true;
            consumer.ended(messages, taken);
        }
    }
}

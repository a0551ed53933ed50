package io.postrider.examples.perf;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;

/**
 * What the first bytes of each body say.
 *
 * @param run           tells the messages of this run from what another left behind
 * @param number        counts the messages of one producer, from 0
 * @param intendedNanos when the send was to begin, by {@link System#nanoTime}
 */
record Stamp(long run, int producer, int number, long intendedNanos) {
    static final int BYTES = 24;

    /** Writes this and then the filler, which makes up the rest of the body. */
    void writeTo(BytesMessage message, byte[] filler) throws JMSException {
        message.writeLong(run);
        message.writeInt(producer);
        message.writeInt(number);
        message.writeLong(intendedNanos);
        message.writeBytes(filler);
    }

    static Stamp of(BytesMessage message) throws JMSException {
        return new Stamp(message.readLong(), message.readInt(), message.readInt(), message.readLong());
    }
}

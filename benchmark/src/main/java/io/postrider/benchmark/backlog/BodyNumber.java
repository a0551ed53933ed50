package io.postrider.benchmark.backlog;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * A message of 1 KiB and what it says of itself: its producer, and its number among that producer's, from 0.
 *
 * @param producer from 0
 * @param number   from 0, without gaps
 */
record BodyNumber(int producer, long number) {
    private static final int BODY_BYTES = 1024;
    private static final int HEAD_BYTES = 12;
    /** Not compressible, as a body of real data rarely is; only the head differs between messages. */
    private static final byte[] FILLING = filling();

    /** A message of this number, its body of {@value #BODY_BYTES} bytes. */
    Message message(Session session) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeInt(producer);
        message.writeLong(number);
        message.writeBytes(FILLING);
        return message;
    }

    /** @throws IllegalStateException if the body is not one that was sent */
    static BodyNumber of(Message received) throws JMSException {
        BytesMessage message = (BytesMessage) received;
        byte[] body = new byte[BODY_BYTES];
        if (message.getBodyLength() != BODY_BYTES || message.readBytes(body) != BODY_BYTES) {
            throw new IllegalStateException(message.getJMSMessageID() + " has a body of " + message.getBodyLength() + " bytes, sent with " + BODY_BYTES);
        }
        ByteBuffer bytes = ByteBuffer.wrap(body);
        BodyNumber number = new BodyNumber(bytes.getInt(), bytes.getLong());
        if (!bytes.equals(ByteBuffer.wrap(FILLING))) {
            throw new IllegalStateException(message.getJMSMessageID() + " came with another body than it was sent with");
        }
        return number;
    }

    private static byte[] filling() {
        byte[] filling = new byte[BODY_BYTES - HEAD_BYTES];
        new Random(7).nextBytes(filling);
        return filling;
    }
}

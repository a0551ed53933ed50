package io.postrider.cli;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Messages on their way to one destination. Used by the thread of a command; completions arrive on the client's thread.
 *
 * <p>Outside transactions many are on the way at once, since each waits for a disk; the broker confirms them in order, so that
 * at a failure what was confirmed is what came before it.
 */
abstract class Sending {
    private final AtomicLong confirmed = new AtomicLong();
    private volatile String firstMessageId;
    private volatile String lastMessageId;

    static Sending confirmedOneByOne(Destination to) {
        return new OneByOne(to);
    }

    /** @param size messages per transaction */
    static Sending inTransactions(Destination to, JMSContext context, int size) {
        return new InTransactions(to, context, size);
    }

    /** Returns when the message is on its way. */
    abstract void send(JMSProducer producer, Message message) throws InterruptedException;

    /** Returns when every message is confirmed. */
    abstract void finish() throws InterruptedException;

    /** Messages that the broker has confirmed. Any thread. */
    long confirmed() {
        return confirmed.get();
    }

    String firstMessageId() {
        return firstMessageId;
    }

    String lastMessageId() {
        return lastMessageId;
    }

    void confirmed(long count, String firstId, String lastId) {
        confirmed.addAndGet(count);
        if (firstMessageId == null) {
            firstMessageId = firstId;
        }
        lastMessageId = lastId;
    }

    /** @param failed number of the message, from 1 */
    CommandFailure failure(long failed, Throwable thrown) {
        CommandFailure reason = Failures.of(thrown);
        long before = confirmed();
        if (failed == 1 && before == 0) {
            return reason;
        }
        return new CommandFailure(reason.exitCode(), "message " + failed + " was not sent: " + reason.getMessage() + " The " + before + " before it were.", thrown);
    }

    private static String id(Message message) {
        try {
            return message.getJMSMessageID();
        } catch (JMSException e) {
            throw Failures.of(e);
        }
    }

    private static final class OneByOne extends Sending implements CompletionListener {
        /** Enough that each sync of the broker's disk takes many; bounded, as everything is. */
        private static final int UNDERWAY_MAX = 1_000;

        private final Destination to;
        private final Semaphore room = new Semaphore(UNDERWAY_MAX);
        private final AtomicReference<CommandFailure> failure = new AtomicReference<>();

        OneByOne(Destination to) {
            this.to = to;
        }

        @Override
        void send(JMSProducer producer, Message message) throws InterruptedException {
            room.acquire();
            requireNoFailure();
            try {
                producer.setAsync(this).send(to, message);
            } catch (JMSRuntimeException e) {
                room.release();
                finish();
                throw failure(confirmed() + 1, e);
            }
        }

        @Override
        void finish() throws InterruptedException {
            room.acquire(UNDERWAY_MAX);
            room.release(UNDERWAY_MAX);
            requireNoFailure();
        }

        private void requireNoFailure() {
            CommandFailure first = failure.get();
            if (first != null) {
                throw first;
            }
        }

        @Override
        public void onCompletion(Message message) {
            confirmed(1, id(message), id(message));
            room.release();
        }

        @Override
        public void onException(Message message, Exception exception) {
            failure.compareAndSet(null, failure(confirmed() + 1, exception));
            room.release();
        }
    }

    private static final class InTransactions extends Sending {
        private final Destination to;
        private final JMSContext context;
        private final int size;
        private String firstId;
        private String lastId;
        private int underway;

        InTransactions(Destination to, JMSContext context, int size) {
            this.to = to;
            this.context = context;
            this.size = size;
        }

        @Override
        void send(JMSProducer producer, Message message) {
            try {
                producer.send(to, message);
            } catch (JMSRuntimeException e) {
                throw failure(confirmed() + underway + 1, e);
            }
            lastId = id(message);
            firstId = underway++ == 0 ? lastId : firstId;
            if (underway == size) {
                commit();
            }
        }

        @Override
        void finish() {
            if (underway > 0) {
                commit();
            }
        }

        private void commit() {
            try {
                context.commit();
            } catch (JMSRuntimeException e) {
                CommandFailure reason = Failures.of(e);
                throw new CommandFailure(reason.exitCode(), "the transaction of messages " + (confirmed() + 1) + " to " + (confirmed() + underway)
                        + " was not committed: " + reason.getMessage() + " The " + confirmed() + " before it were.", e);
            }
            confirmed(underway, firstId, lastId);
            underway = 0;
        }
    }
}

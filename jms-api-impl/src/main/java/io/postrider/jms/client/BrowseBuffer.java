package io.postrider.jms.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What one enumeration of a browser has fetched and not given out; bounded, fetched as it is read. Filled by the event loop,
 * emptied by the browsing thread, guarded by its monitor.
 *
 * <p>A browse that is opened again after a lost link begins at the front; what was given out before is skipped, by the order in
 * which a queue is browsed: higher priorities first, then lower positions.
 */
public final class BrowseBuffer implements ConsumerEvents {
    /** Messages that are fetched ahead. */
    static final int MESSAGES_MAX = 100;
    static final long BYTES_MAX = 1024 * 1024;

    private final BrokerClient client;
    private final ClientClock time;
    private final Queue<Delivery> fetched = new ArrayDeque<>();
    private ConsumerState consumer;
    private Delivery last;
    private int takenMessages;
    private long takenBytes;
    private boolean ended;
    private BrokerFailure failure;

    public BrowseBuffer(BrokerClient client, ClientClock time) {
        this.client = client;
        this.time = time;
    }

    @Override
    public synchronized void delivered(Delivery delivery) {
        if (ended) {
            return;
        }
        if (last != null && !isBehind(delivery, last)) {
            taken(delivery);
            return;
        }
        fetched.add(delivery);
        notifyAll();
    }

    private static boolean isBehind(Delivery delivery, Delivery before) {
        return delivery.priority() < before.priority()
                || delivery.priority() == before.priority() && delivery.ref().position() > before.ref().position();
    }

    @Override
    public synchronized void drained(long number) {
        ended = true;
        notifyAll();
    }

    /** Nothing that is browsed is held, so there is nothing to give back. */
    @Override
    public void recalled() {
    }

    @Override
    public synchronized void interrupted() {
        consumer = null;
        if (!ended) {
            fetched.clear();
        }
    }

    @Override
    public synchronized void opened(ConsumerState opened) {
        consumer = opened;
        takenMessages = 0;
        takenBytes = 0;
        client.grant(consumer, MESSAGES_MAX, BYTES_MAX);
    }

    @Override
    public synchronized void failed(BrokerFailure cause) {
        failure = cause;
        notifyAll();
    }

    /**
     * The next message, not taken out yet.
     *
     * @return null at the end of the queue
     */
    public synchronized Delivery peek(long timeoutMs) throws BrokerFailure, InterruptedException, TimeoutException {
        long start = time.nanosNow();
        while (fetched.isEmpty() && !ended) {
            if (failure != null) {
                throw failure;
            }
            long left = client.deadlineNanos(start, timeoutMs) - time.nanosNow();
            if (left <= 0) {
                throw new TimeoutException();
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return fetched.peek();
    }

    /** Nothing more is given out, and who waits is at the end. */
    public synchronized void close() {
        ended = true;
        fetched.clear();
        notifyAll();
    }

    /** Takes out what {@link #peek} gave. */
    public synchronized void remove() {
        last = fetched.remove();
        taken(last);
    }

    private void taken(Delivery delivery) {
        takenMessages++;
        takenBytes += delivery.bytes();
        if (consumer != null && !ended && (takenMessages * 2 >= MESSAGES_MAX || takenBytes * 2 >= BYTES_MAX)) {
            client.grant(consumer, takenMessages, takenBytes);
            takenMessages = 0;
            takenBytes = 0;
        }
    }
}

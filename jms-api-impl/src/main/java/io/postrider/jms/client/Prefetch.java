package io.postrider.jms.client;

import io.postrider.transport.frame.MessageRef;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The buffer of one consumer: what has arrived and was not handed to the application, in the order of hand-over (specification
 * 3.4.10), and the credit that keeps it filled. Filled by the event loop, emptied by the thread of the session that receives or
 * listens, guarded by its monitor.
 *
 * <p>Credit goes back when the application takes a message, in portions of a quarter of the window. With a window of 0 a
 * message is asked for when the application wants one; it then waits here if the application has stopped waiting meanwhile.
 *
 * <p>There is no credit before the connection is started. What waits here when it is stopped stays, in its order, until the broker
 * recalls it for others: given back without being asked, it would come again behind what was on the way here at that moment.
 */
public final class Prefetch implements ConsumerEvents {
    /** For a wait that belongs to no branch, so that the end of one does not end it. */
    public static final int NEVER_ENDED = -1;

    private final BrokerClient client;
    private final Window window;
    private final ClientClock time;
    private final DeliveryBuffer buffer = new DeliveryBuffer();
    private Runnable ready = () -> { };
    /** Null while it is not open at the broker. */
    private ConsumerState consumer;
    private boolean running;
    private boolean closed;
    private BrokerFailure failure;
    /** How often those who wait were told not to. */
    private int waitsEnded;
    /** Whether the broker has been granted the window since it was opened, or recovered. */
    private boolean granted;
    /** Taken or gone back since credit was granted last. */
    private int takenMessages;
    private long takenBytes;
    /** With a window of 0: whether a message was asked for that has not arrived. */
    private boolean asked;
    private long lastDrain;
    private long drained;

    /**
     * How much may wait in a buffer.
     *
     * @param messages 0 or more
     * @param bytes    at least 1; one message of any size may go beyond
     */
    public record Window(int messages, long bytes) {
    }

    /** It is stopped at first. */
    public Prefetch(BrokerClient client, Window window, ClientClock time) {
        this.client = client;
        this.window = window;
        this.time = time;
    }

    // --- what the broker does

    @Override
    public void delivered(Delivery delivery) {
        Runnable signal;
        synchronized (this) {
            if (closed || consumer == null) {
                return;
            }
            asked = false;
            buffer.add(delivery);
            signal = signal();
        }
        signal.run();
    }

    @Override
    public synchronized void drained(long number) {
        drained = Math.max(drained, number);
        notifyAll();
    }

    @Override
    public synchronized void recalled() {
        List<Delivery> back = buffer.remove(delivery -> true);
        if (back.isEmpty() && consumer != null) {
            // the broker waits for an answer
            client.giveBack(consumer, List.of());
        }
        giveBack(back);
        grantTaken(true);
        notifyAll();
    }

    @Override
    public synchronized void interrupted() {
        consumer = null;
        granted = false;
        clear();
    }

    @Override
    public void opened(ConsumerState opened) {
        Runnable signal;
        synchronized (this) {
            consumer = opened;
            restart();
            if (lastDrain > drained) {
                client.drain(consumer, lastDrain);
            }
            signal = signal();
        }
        signal.run();
    }

    @Override
    public void failed(BrokerFailure cause) {
        Runnable signal;
        synchronized (this) {
            failure = cause;
            clear();
            signal = signal();
        }
        signal.run();
    }

    // --- what the session does

    /** @param ready called by any thread when there may be something for a listener; null for none */
    public void listen(Runnable ready) {
        Runnable signal;
        synchronized (this) {
            this.ready = ready == null ? () -> { } : ready;
            signal = signal();
        }
        signal.run();
    }

    /** Starts or stops handing over; who waits goes on waiting. */
    public void running(boolean started) {
        Runnable signal;
        synchronized (this) {
            running = started;
            if (running) {
                grantTaken(true);
            }
            signal = signal();
        }
        signal.run();
    }

    /** How often waits were ended, for who is going to wait for something that may be over before it does. */
    public synchronized int waitsEnded() {
        return waitsEnded;
    }

    /** Who waits for a message since an earlier end gets null. */
    public synchronized void endWaits() {
        waitsEnded++;
        notifyAll();
    }

    /** Nothing more is handed over, and who waits gets null. */
    public synchronized void close() {
        closed = true;
        clear();
        notifyAll();
    }

    /**
     * Waits for a message.
     *
     * @param timeoutNanos negative = for as long as it takes
     * @param ended        {@link #waitsEnded()} of the beginning, or {@link #NEVER_ENDED}
     * @return null when the time is over, the consumer is closed, or the wait was {@linkplain #endWaits ended}
     * @throws BrokerFailure if none can come any more
     */
    public synchronized Delivery take(long timeoutNanos, int ended) throws BrokerFailure, InterruptedException {
        long deadline = time.nanosNow() + timeoutNanos;
        while (!closed && (ended == NEVER_ENDED || ended == waitsEnded)) {
            Delivery next = poll();
            if (next != null) {
                return next;
            }
            requireAlive();
            askForOne();
            long left = timeoutNanos < 0 ? Long.MAX_VALUE : deadline - time.nanosNow();
            if (left <= 0) {
                return null;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return null;
    }

    /**
     * A message, if there is one here or at the broker.
     *
     * @param timeoutMs for the broker's answer
     * @return null if there is none, or the consumer is stopped or closed
     * @throws BrokerFailure    if none can come any more
     * @throws TimeoutException if the broker does not answer
     */
    public synchronized Delivery takeNow(long timeoutMs) throws BrokerFailure, InterruptedException, TimeoutException {
        long start = time.nanosNow();
        long number = 0;
        while (!closed && running) {
            Delivery next = poll();
            if (next != null) {
                return next;
            }
            requireAlive();
            if (number == 0) {
                number = ++lastDrain;
                askForOne();
                if (consumer != null) {
                    client.drain(consumer, number);
                }
            } else if (drained >= number) {
                return null;
            }
            long left = client.deadlineNanos(start, timeoutMs) - time.nanosNow();
            if (left <= 0) {
                throw new TimeoutException();
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return null;
    }

    /** For a listener: a message that is here, or null. */
    public synchronized Delivery poll() {
        Delivery next = running && !closed ? buffer.poll() : null;
        if (next != null) {
            takenMessages++;
            takenBytes += next.bytes();
            grantTaken(false);
        }
        return next;
    }

    /** Whether {@link #poll} would give something. */
    public synchronized boolean isReady() {
        return running && !closed && !buffer.isEmpty();
    }

    /** How many times {@link #poll} would give something. */
    public synchronized int readyCount() {
        return running && !closed ? buffer.size() : 0;
    }

    /** With a window of 0, asks for a message unless one is here or asked for already; without, nothing. */
    public synchronized void askForOne() {
        if (window.messages == 0 && !asked && buffer.isEmpty() && isGrantable()) {
            asked = true;
            // or what one message used beyond the window would be missing for those behind it
            client.grant(consumer, 1, Math.max(window.bytes, takenBytes + 1));
            takenMessages = 0;
            takenBytes = 0;
        }
    }

    /** Puts a message back that was taken and that the application could not use; it is the next one again (8.6). */
    public void putBack(Delivery delivery) {
        Runnable signal;
        synchronized (this) {
            if (closed) {
                return;
            }
            buffer.addFirst(delivery);
            takenMessages--;
            takenBytes -= delivery.bytes();
            signal = signal();
        }
        signal.run();
    }

    /** Drops a message that the application has had already. */
    public synchronized void remove(MessageRef ref) {
        List<Delivery> removed = buffer.remove(delivery -> delivery.ref().equals(ref));
        takenMessages += removed.size();
        takenBytes += DeliveryBuffer.bytes(removed);
        grantTaken(false);
    }

    /** What has arrived before that generation is void, because of a recover or a rollback. */
    public synchronized void discardBefore(int generation) {
        buffer.remove(delivery -> delivery.generation() < generation);
    }

    /** After a recover or a rollback, and when it has just been opened, there is no credit: begins anew. */
    public synchronized void restart() {
        granted = false;
        asked = false;
        grantTaken(true);
    }

    /** Waits, unless the consumer closes. */
    public synchronized void pause(long delayMs) {
        long deadline = time.nanosNow() + TimeUnit.MILLISECONDS.toNanos(delayMs);
        try {
            for (long left = deadline - time.nanosNow(); !closed && left > 0; left = deadline - time.nanosNow()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void clear() {
        buffer.clear();
        asked = false;
    }

    /** Why none can come any more, or null. */
    public synchronized BrokerFailure failure() {
        return failure;
    }

    private void requireAlive() throws BrokerFailure {
        if (failure != null) {
            throw failure;
        }
    }

    private boolean isGrantable() {
        return running && !closed && consumer != null;
    }

    /** The credit of what goes back is used up; more is granted when it is time for it. */
    private void giveBack(List<Delivery> deliveries) {
        if (consumer != null && !deliveries.isEmpty()) {
            takenMessages += deliveries.size();
            takenBytes += DeliveryBuffer.bytes(deliveries);
            client.giveBack(consumer, DeliveryBuffer.references(deliveries));
        }
    }

    /** Grants what was taken, or the whole window if nothing is granted yet. @param atOnce also a small portion */
    private void grantTaken(boolean atOnce) {
        if (window.messages == 0 || !isGrantable()) {
            return;
        }
        if (!granted) {
            granted = true;
            client.grant(consumer, window.messages, window.bytes);
        } else if (takenMessages > 0 && (atOnce || takenMessages * 4L >= window.messages || takenBytes * 4 >= window.bytes)) {
            client.grant(consumer, takenMessages, Math.max(0, takenBytes));
        } else {
            return;
        }
        takenMessages = 0;
        takenBytes = 0;
    }

    /** Wakes who waits here, under the lock; what is returned tells a listener, without it. */
    private Runnable signal() {
        notifyAll();
        return ready;
    }
}

package io.postrider.jms.client;

import io.postrider.transport.frame.MessageRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The buffer of one consumer: what has arrived and was not handed to the application, higher priorities first (specification
 * 3.4.10), and the credit that keeps it filled. Filled by the event loop, emptied by the thread of the session that receives or
 * listens, guarded by its monitor.
 *
 * <p>Credit goes back when the application takes a message, in portions of a quarter of the window. With a window of 0 a
 * message is asked for when the application wants one; it then waits here if the application has stopped waiting meanwhile.
 */
public final class Prefetch implements ConsumerEvents {
    private static final int PRIORITIES = 10;

    private final BrokerClient client;
    private final Window window;
    private final ClientClock time;
    private final List<ArrayDeque<Delivery>> byPriority = new ArrayList<>();
    private Runnable ready = () -> { };
    private ConsumerState consumer;
    private int count;
    private boolean running;
    private boolean closed;
    private BrokerFailure failure;
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

    /** @param running whether the connection is started */
    public Prefetch(BrokerClient client, Window window, ClientClock time, boolean running) {
        this.client = client;
        this.window = window;
        this.time = time;
        this.running = running;
        for (int i = 0; i < PRIORITIES; i++) {
            byPriority.add(null);
        }
    }

    // --- what the broker does

    @Override
    public void delivered(Delivery delivery) {
        Runnable signal;
        synchronized (this) {
            if (closed || consumer == null) {
                return;
            }
            queue(delivery.priority()).addLast(delivery);
            count++;
            asked = false;
            signal = signal();
        }
        signal.run();
    }

    @Override
    public synchronized void drained(long number) {
        drained = Math.max(drained, number);
        notifyAll();
    }

    /** Also what the application will not get, because it is closed: all of it goes back. */
    @Override
    public synchronized void recalled() {
        if (consumer == null || count == 0) {
            return;
        }
        List<MessageRef> refs = new ArrayList<>(count);
        for (ArrayDeque<Delivery> queue : byPriority) {
            if (queue != null) {
                for (Delivery delivery : queue) {
                    refs.add(delivery.ref());
                    takenBytes += delivery.bytes();
                }
            }
        }
        takenMessages += refs.size();
        client.giveBack(consumer, refs);
        clear();
        // their credit is used up, and nobody will take them
        grantTaken(true);
        notifyAll();
    }

    @Override
    public synchronized void interrupted() {
        consumer = null;
        clear();
    }

    @Override
    public void opened(ConsumerState opened) {
        Runnable signal;
        synchronized (this) {
            consumer = opened;
            grantAll();
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

    /** Starts or stops handing over; what arrives while stopped waits, and who waits goes on waiting. */
    public void running(boolean started) {
        Runnable signal;
        synchronized (this) {
            running = started;
            signal = signal();
        }
        signal.run();
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
     * @return null when the time is over or the consumer is closed
     * @throws BrokerFailure if none can come any more
     */
    public synchronized Delivery take(long timeoutNanos) throws BrokerFailure, InterruptedException {
        long deadline = time.nanosNow() + timeoutNanos;
        while (!closed) {
            if (running && count > 0) {
                return poll();
            }
            requireAlive();
            if (running) {
                askForOne();
            }
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
            if (count > 0) {
                return poll();
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
        if (!running || closed || count == 0) {
            return null;
        }
        for (int priority = PRIORITIES - 1; priority >= 0; priority--) {
            ArrayDeque<Delivery> queue = byPriority.get(priority);
            if (queue != null && !queue.isEmpty()) {
                Delivery first = queue.pollFirst();
                count--;
                takenMessages++;
                takenBytes += first.bytes();
                grantTaken(false);
                return first;
            }
        }
        throw new IllegalStateException(count + " messages in a buffer without any");
    }

    /** Whether {@link #poll} would give something. */
    public synchronized boolean isReady() {
        return running && !closed && count > 0;
    }

    /** With a window of 0, asks for a message unless one is here or asked for already; without, nothing. */
    public synchronized void askForOne() {
        if (window.messages == 0 && !asked && count == 0 && consumer != null && !closed) {
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
            queue(delivery.priority()).addFirst(delivery);
            count++;
            takenMessages--;
            takenBytes -= delivery.bytes();
            signal = signal();
        }
        signal.run();
    }

    /** Drops a message that the application has had already. */
    public synchronized void remove(MessageRef ref) {
        ArrayDeque<Delivery> queue = byPriority.get(ref.priority());
        Delivery had = queue == null ? null : queue.stream().filter(delivery -> delivery.ref().equals(ref)).findFirst().orElse(null);
        if (had != null) {
            queue.remove(had);
            count--;
            takenMessages++;
            takenBytes += had.bytes();
            grantTaken(false);
        }
    }

    /** What has arrived before that generation is void, because of a recover or a rollback. */
    public synchronized void discardBefore(int generation) {
        for (ArrayDeque<Delivery> queue : byPriority) {
            if (queue != null) {
                int before = queue.size();
                queue.removeIf(delivery -> delivery.generation() < generation);
                count -= before - queue.size();
            }
        }
    }

    /** After a recover or a rollback there is no credit: begins anew. */
    public synchronized void restart() {
        if (consumer != null && !closed) {
            grantAll();
        }
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

    private ArrayDeque<Delivery> queue(int priority) {
        ArrayDeque<Delivery> queue = byPriority.get(priority);
        if (queue == null) {
            queue = new ArrayDeque<>();
            byPriority.set(priority, queue);
        }
        return queue;
    }

    private void clear() {
        byPriority.forEach(queue -> {
            if (queue != null) {
                queue.clear();
            }
        });
        count = 0;
        asked = false;
    }

    private void requireAlive() throws BrokerFailure {
        if (failure != null) {
            throw failure;
        }
    }

    private void grantAll() {
        takenMessages = 0;
        takenBytes = 0;
        if (window.messages > 0) {
            client.grant(consumer, window.messages, window.bytes);
        }
        asked = false;
    }

    private void grantTaken(boolean atOnce) {
        boolean due = takenMessages * 4L >= window.messages || takenBytes * 4 >= window.bytes;
        if (window.messages > 0 && consumer != null && (due || atOnce) && takenMessages > 0) {
            client.grant(consumer, takenMessages, Math.max(0, takenBytes));
            takenMessages = 0;
            takenBytes = 0;
        }
    }

    /** Wakes who waits here, under the lock; what is returned tells a listener, without it. */
    private Runnable signal() {
        notifyAll();
        return ready;
    }
}

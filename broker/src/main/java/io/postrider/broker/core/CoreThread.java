package io.postrider.broker.core;

import org.jctools.queues.MpscArrayQueue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The thread that a {@link Core} belongs to, and the one bounded queue in front of it. A batch is what arrived meanwhile, never
 * a timer: it is applied, then ended once.
 */
public final class CoreThread implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CoreThread.class.getName());
    /** Commands in one batch, so that replies do not wait for a long one. */
    private static final int BATCH_MAX = 256;
    /** Longest sleep; timers are looked at at least this often. */
    private static final long SLEEP_MS_MAX = 100;

    private final Core core;
    private final LongSupplier clockMs;
    private final Consumer<Throwable> onFailure;
    private final MpscArrayQueue<Command> commands;
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean finishing;

    /**
     * @param capacity  commands that may wait: the granted credit and control frames
     * @param clockMs   epoch milliseconds
     * @param onFailure told once if the core fails, on the core's thread; nothing leaves it any more after that
     */
    public CoreThread(Core core, int capacity, LongSupplier clockMs, Consumer<Throwable> onFailure) {
        this.core = core;
        this.clockMs = clockMs;
        this.onFailure = onFailure;
        this.commands = new MpscArrayQueue<>(capacity);
        this.thread = new Thread(this::run, "postrider-core");
    }

    public void start() {
        thread.start();
    }

    /**
     * Hands a command over; from any thread, never blocks.
     *
     * @return false if the queue is full: the command was not taken
     */
    public boolean offer(Command command) {
        if (!commands.offer(command)) {
            return false;
        }
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    private void run() {
        try {
            boolean more = core.endBatch();
            while (running && !(finishing && commands.isEmpty())) {
                int applied = applyBatch();
                if (core.nextTimerMs() <= clockMs.getAsLong()) {
                    core.apply(new Command.Tick(), clockMs.getAsLong());
                    applied++;
                }
                if (applied > 0 || more) {
                    more = core.endBatch();
                    tell();
                } else {
                    sleep();
                }
            }
        } catch (Throwable failure) {
            // the outermost loop: a defect stops the broker, since the state can no longer be trusted
            running = false;
            onFailure.accept(failure);
        }
    }

    private void tell() {
        for (String notice = core.takeNotice(); notice != null; notice = core.takeNotice()) {
            LOG.log(System.Logger.Level.WARNING, notice);
        }
    }

    private int applyBatch() {
        int applied = 0;
        while (applied < BATCH_MAX) {
            Command command = commands.poll();
            if (command == null) {
                break;
            }
            // asked after it arrived: a delay that counted from before that would end too early
            core.apply(command, clockMs.getAsLong());
            applied++;
        }
        return applied;
    }

    private void sleep() {
        asleep.set(true);
        if (commands.isEmpty() && running && !finishing) {
            long ms = Math.min(SLEEP_MS_MAX, core.nextTimerMs() - clockMs.getAsLong());
            if (ms > 0) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(ms));
            }
        }
        asleep.set(false);
    }

    /** Applies what was handed over, ends the batch and stops the thread; waits for that up to 10 s. Not on the core's thread. */
    public void finish() {
        finishing = true;
        awaitEnd();
    }

    /** Stops the thread after the batch it is in, whatever else was handed over, and waits for that up to 10 s. */
    @Override
    public void close() {
        running = false;
        awaitEnd();
    }

    private void awaitEnd() {
        LockSupport.unpark(thread);
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException("the core's thread did not stop within 10 s");
        }
    }
}

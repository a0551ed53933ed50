package io.postrider.broker;

import io.postrider.broker.core.Command;
import io.postrider.broker.core.CoreThread;
import io.postrider.broker.net.CommandSink;
import io.postrider.broker.net.ConnectionContext.Later;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way to the core for those who may be told to wait, and for those who may not: the committer and the readers, whom the core
 * itself waits for at their bounds. What these bring while the core's queue is full is kept beside it and goes first; it is
 * bounded by what the core asked of them. Made by {@link Broker}; any thread.
 */
final class CoreQueue implements CommandSink {
    private static final int FULL_MS = 1;

    private final Later later;
    private final Queue<Command> kept = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean trying = new AtomicBoolean();
    private volatile CoreThread core;

    CoreQueue(Later later) {
        this.later = later;
    }

    /** The core is there; nothing is offered or delivered before. */
    void open(CoreThread thread) {
        core = thread;
    }

    @Override
    public boolean offer(Command command) {
        return kept.isEmpty() && core.offer(command);
    }

    /** Hands over a command that nobody brings a second time. */
    void deliver(Command command) {
        if (!offer(command)) {
            kept.add(command);
            tryLater();
        }
    }

    private void tryLater() {
        if (trying.compareAndSet(false, true)) {
            later.run(this::again, FULL_MS);
        }
    }

    /** One at a time. */
    private void again() {
        for (Command next = kept.peek(); next != null && core.offer(next); next = kept.peek()) {
            kept.remove();
        }
        trying.set(false);
        if (!kept.isEmpty()) {
            tryLater();
        }
    }
}

package io.postrider.broker.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Group commit: whatever arrived during the last sync is written as one batch. Made by {@link RocksStore} or
 * {@link OverflowStore}, which closes it; {@link #commit} is called by the core's thread, everything else happens on a thread
 * of its own, so that the core never waits for a disk.
 *
 * <p>A group that somebody waits for is written and synced in one step. One that nobody waits for is written, and synced with
 * the next awaited group or {@value #UNSYNCED_MS} ms later. A failure is terminal: nothing is written or reported after it.
 */
public final class RocksCommitter implements Committer {
    /** How long a group in which nobody waits may stay unsynced. */
    static final int UNSYNCED_MS = 10;
    /** Bounds of the queue: about 16 groups. At a bound the core waits, since whatever it did would queue behind them too. */
    static final long QUEUED_BYTES_MAX = 16L * GroupBatch.BYTES_MAX;
    static final int QUEUED_SETS_MAX = 16 * 1024;
    private static final System.Logger LOG = System.getLogger(RocksCommitter.class.getName());

    /**
     * What the committer did since it was started.
     *
     * @param syncNanos time in writes that sync and in syncs
     */
    public record Counts(long groups, long writeSets, long bytes, long syncs, long syncNanos) {
    }

    private final GroupLog log;
    private final CommitListener listener;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition taken = lock.newCondition();
    private final ArrayDeque<WriteSet> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean closing;
    private Throwable failure;

    /** The rest belongs to the committer's thread. */
    private long applied;
    private long durable;
    private long unsyncedSinceNanos;
    private volatile Counts counts = new Counts(0, 0, 0, 0, 0);

    /** @param applied number of the last write set that the log holds, durably */
    RocksCommitter(String threadName, GroupLog log, long applied, CommitListener listener) {
        this.log = log;
        this.listener = listener;
        this.applied = applied;
        this.durable = applied;
        this.thread = new Thread(this::run, threadName);
        thread.start();
    }

    /**
     * Queues a write set. Waits only while the queue is at its bound. After a failure it is dropped: its outcome is not known.
     *
     * @throws IllegalStateException after {@link #close}
     */
    @Override
    public void commit(WriteSet set) {
        lock.lock();
        try {
            while (!closing && failure == null && isFullFor(set)) {
                taken.awaitUninterruptibly();
            }
            if (closing) {
                throw new IllegalStateException("write set " + set.number() + " after the committer was closed");
            }
            if (failure != null) {
                return;
            }
            queue.add(set);
            queuedBytes += set.bytes();
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** A write set above the bound by itself still gets into an empty queue. */
    private boolean isFullFor(WriteSet set) {
        return !queue.isEmpty() && (queue.size() >= QUEUED_SETS_MAX || queuedBytes + set.bytes() > QUEUED_BYTES_MAX);
    }

    public Counts counts() {
        return counts;
    }

    /**
     * Takes no more, makes durable what was taken and ends the thread.
     *
     * @return whether all of it is durable; false after a failure or when the bound passed
     */
    boolean close(Duration bound) {
        lock.lock();
        try {
            closing = true;
            arrived.signal();
            taken.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(Math.max(1, bound.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            return !thread.isAlive() && failure == null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the thread has ended; until then the log must stay open. */
    boolean isStopped() {
        return !thread.isAlive();
    }

    private void run() {
        try {
            for (GroupBatch group = nextGroup(); group != null; group = nextGroup()) {
                if (group.isEmpty()) {
                    sync();
                } else {
                    write(group);
                }
            }
            if (durable < applied) {
                sync();
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** What arrived meanwhile; empty when it is time to sync what is written, null at the end. */
    private GroupBatch nextGroup() throws InterruptedException {
        GroupBatch group = new GroupBatch();
        lock.lock();
        try {
            while (queue.isEmpty()) {
                if (closing) {
                    return null;
                }
                if (durable == applied) {
                    arrived.await();
                } else if (arrived.awaitNanos(syncDueInNanos()) <= 0) {
                    return group;
                }
            }
            for (WriteSet next = queue.peek(); next != null && group.fits(next); next = queue.peek()) {
                queue.remove();
                queuedBytes -= next.bytes();
                take(group, next);
            }
            taken.signal();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Write set n goes on top of n - 1 only; what is there already is passed over. */
    private void take(GroupBatch group, WriteSet set) {
        long previous = group.isEmpty() ? applied : group.lastNumber();
        if (set.number() <= previous) {
            return;
        }
        if (set.number() != previous + 1) {
            throw new IllegalStateException("write set " + set.number() + " after " + previous + ", expected " + (previous + 1));
        }
        group.add(set);
    }

    private void write(GroupBatch group) {
        byte[] batch = group.encode(new AppliedRecord(0, group.lastNumber(), applied, durable));
        boolean sync = group.isAwaited() || durable < applied && syncDueInNanos() <= 0;
        if (!sync && durable == applied) {
            unsyncedSinceNanos = System.nanoTime();
        }
        long start = System.nanoTime();
        log.write(batch, group.lastNumber(), sync);
        count(group.size(), batch.length, sync, System.nanoTime() - start);
        applied = group.lastNumber();
        listener.applied(applied);
        if (sync) {
            tellDurable();
        }
    }

    private void sync() {
        if (durable < applied) {
            long start = System.nanoTime();
            log.sync(applied);
            count(0, 0, true, System.nanoTime() - start);
            tellDurable();
        }
    }

    private void tellDurable() {
        durable = applied;
        listener.durable(durable);
    }

    private long syncDueInNanos() {
        return unsyncedSinceNanos + TimeUnit.MILLISECONDS.toNanos(UNSYNCED_MS) - System.nanoTime();
    }

    private void count(int writeSets, int bytes, boolean sync, long nanos) {
        Counts last = counts;
        counts = new Counts(last.groups + (writeSets > 0 ? 1 : 0), last.writeSets + writeSets, last.bytes + bytes,
                last.syncs + (sync ? 1 : 0), last.syncNanos + (sync ? nanos : 0));
    }

    private void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            queue.clear();
            queuedBytes = 0;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
        LOG.log(System.Logger.Level.ERROR, "the committer has failed; nothing more becomes durable", cause);
        listener.failed(cause);
    }
}

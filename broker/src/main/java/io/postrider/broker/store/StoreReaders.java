package io.postrider.broker.store;

import org.rocksdb.RocksDBException;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Answers the core's questions to the store on threads of its own. Made by {@link RocksStore} or {@link OverflowStore}, which
 * closes it; requests come from the core's thread, results leave on a reader's thread.
 */
public final class StoreReaders implements AutoCloseable {
    /** Two, since the machines we measure on have two cores, and one long scan must not hold up every other lane. */
    static final int THREADS = 2;
    /** The core has at most one read of each lane under way; this is a bound for many lanes, a few bytes each. */
    static final int QUEUED_MAX = 16 * 1024;
    /** A read looks at a bounded number of entries, so the ones under way end soon. */
    private static final int CLOSE_SECONDS_MAX = 30;
    private static final System.Logger LOG = System.getLogger(StoreReaders.class.getName());

    private final Database database;
    private final LongSupplier applied;
    private final Consumer<ReadResult> results;
    private final Damage damage;
    private final Reads reads;
    private final ThreadPoolExecutor threads;
    /** Held for reading around each use of the database by a thread that is not ours. */
    private final ReadWriteLock closing = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * @param applied    number of the last write set that is applied, asked before each read
     * @param unreadable told once, on a reader's thread, at the first part of a file that cannot be read
     */
    StoreReaders(String threadName, Database database, LongSupplier applied, Consumer<ReadResult> results, Consumer<RocksDBException> unreadable) {
        this.damage = new Damage(unreadable);
        this.database = database;
        this.applied = applied;
        this.results = results;
        this.reads = new Reads(database, damage);
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUED_MAX),
                task -> new Thread(task, threadName + "-" + number.incrementAndGet()));
    }

    /** Queues a request; its result comes later. Returns false, and does nothing, if as many wait as may. */
    public boolean read(ReadRequest request) {
        return execute(() -> answer(request));
    }

    /** Runs a bounded piece of reading, such as {@link #readChunk}, on a reader's thread. Returns false if as many wait as may. */
    public boolean execute(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /**
     * A chunk of a body, on the caller's thread, which must be neither the core's nor an event loop.
     *
     * @throws StoreException if it is not there or cannot be read
     */
    public byte[] readChunk(long body, int index) {
        closing.readLock().lock();
        try {
            byte[] chunk = closed ? null : database.get(Family.CHUNKS, Keys.chunk(body, index));
            if (chunk == null) {
                throw new StoreException("chunk " + index + " of body " + body
                        + (closed ? " cannot be read: the store is closed" : " is not in the store"));
            }
            return chunk;
        } catch (RocksDBException e) {
            damage.setAside("chunk " + index + " of body " + body, e);
            throw new StoreException("chunk " + index + " of body " + body + " cannot be read: " + e.getMessage(), e);
        } finally {
            closing.readLock().unlock();
        }
    }

    /** Records and ranges that could not be read since the start, each counted as often as it was met. */
    public long damaged() {
        return damage.count();
    }

    /** Waits for the reads under way; what is queued is dropped. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new StoreException("a read of the store has not ended for " + CLOSE_SECONDS_MAX + " s; the store stays open");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("the close of the store's readers was interrupted; the store stays open", e);
        }
        closing.writeLock().lock();
        closed = true;
        closing.writeLock().unlock();
    }

    private void answer(ReadRequest request) {
        long seen = applied.getAsLong();
        ReadResult result;
        try {
            result = reads.read(request, seen);
        } catch (RuntimeException e) {
            // A read deals with what it cannot read; what comes here is a defect, and still must be answered.
            LOG.log(System.Logger.Level.ERROR, "read request " + request.id() + " failed: " + request, e);
            result = new ReadResult(request, seen, List.of(), Reads.nothingScanned(request), 1);
        }
        results.accept(result);
    }
}

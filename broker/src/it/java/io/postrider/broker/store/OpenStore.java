package io.postrider.broker.store;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A store with its committer and readers, driven from a test's thread. */
final class OpenStore implements AutoCloseable, CommitListener {
    private static final long WAIT_MS_MAX = 20_000;

    final RocksStore store;
    final LoadedState loaded;
    final StoreReaders readers;
    private final RocksCommitter committer;
    private final BlockingQueue<ReadResult> results = new LinkedBlockingQueue<>();
    private long next;
    private long applied;
    private long durable;
    private Throwable failure;

    OpenStore(Path folder) {
        this(StoreSettings.of(folder));
    }

    OpenStore(StoreSettings settings) {
        store = RocksStore.open(settings);
        try {
            loaded = store.load();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        next = loaded.applied() + 1;
        committer = store.committer(this);
        readers = store.readers(results::add);
    }

    /** An empty write set with the next number. */
    WriteSet set() {
        return new WriteSet(next++);
    }

    void commit(WriteSet set) {
        committer.commit(set);
    }

    /** Commits and waits until it is durable. */
    void commitDurably(WriteSet set) throws InterruptedException {
        set.await();
        commit(set);
        awaitDurable(set.number());
    }

    /** Stores a message durably; its position is the write set's number. */
    long store(String body) throws InterruptedException {
        WriteSet set = Samples.storing(next++, body);
        commitDurably(set);
        return set.number();
    }

    ReadResult read(ReadRequest request) throws InterruptedException {
        readers.read(request);
        ReadResult result = results.poll(WAIT_MS_MAX, TimeUnit.MILLISECONDS);
        if (result == null) {
            throw new AssertionError("no answer to " + request);
        }
        return result;
    }

    synchronized void awaitDurable(long number) throws InterruptedException {
        awaitNumber(() -> durable >= number, "durable " + number);
    }

    synchronized void awaitApplied(long number) throws InterruptedException {
        awaitNumber(() -> applied >= number, "applied " + number);
    }

    private void awaitNumber(BooleanSupplier reached, String what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS_MAX);
        while (!reached.getAsBoolean()) {
            if (failure != null || System.nanoTime() > end) {
                throw new AssertionError("not " + what + ", but applied " + applied + ", durable " + durable, failure);
            }
            wait(100);
        }
    }

    synchronized long durable() {
        return durable;
    }

    @Override
    public synchronized void applied(long number) {
        applied = number;
        notifyAll();
    }

    @Override
    public synchronized void durable(long number) {
        durable = number;
        notifyAll();
    }

    @Override
    public synchronized void failed(Throwable cause) {
        failure = cause;
        notifyAll();
    }

    @Override
    public void close() {
        store.close();
    }
}

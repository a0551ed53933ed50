package io.postrider.ra;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a server lends to an adapter: threads and a timer. Any thread; closed by who made it. */
public final class FakeServer implements BootstrapContext, WorkManager, AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger rejecting = new AtomicInteger();
    private volatile boolean unchecked;
    private volatile int transactionStatus = Status.STATUS_NO_TRANSACTION;
    private Timer timer;

    /** So many pieces of work are not taken from now on. */
    public void reject(int count) {
        rejecting.set(count);
    }

    /** What it does not take it refuses with an exception of the language from now on, as some servers do. */
    public void unchecked(boolean refuses) {
        unchecked = refuses;
    }

    public int rejecting() {
        return rejecting.get();
    }

    /** How many threads of it work at the moment. */
    public int running() {
        return running.get();
    }

    @Override
    public WorkManager getWorkManager() {
        return this;
    }

    @Override
    public synchronized Timer createTimer() {
        timer = new Timer("fake-timer", true);
        return timer;
    }

    private CompletableFuture<Void> execute(Work work) throws WorkException {
        if (rejecting.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            if (unchecked) {
                throw new RejectedExecutionException("no thread is free");
            }
            throw new WorkRejectedException("no thread is free");
        }
        return CompletableFuture.runAsync(() -> {
            running.incrementAndGet();
            try {
                work.run();
            } finally {
                running.decrementAndGet();
            }
        }, threads);
    }

    @Override
    public void scheduleWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener) throws WorkException {
        execute(work);
    }

    @Override
    public void scheduleWork(Work work) throws WorkException {
        execute(work);
    }

    @Override
    public long startWork(Work work) throws WorkException {
        execute(work);
        return 0;
    }

    @Override
    public long startWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener) throws WorkException {
        return startWork(work);
    }

    @Override
    public void doWork(Work work) throws WorkException {
        try {
            execute(work).get(1, TimeUnit.MINUTES);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new WorkException(e);
        }
    }

    @Override
    public void doWork(Work work, long startTimeout, ExecutionContext context, WorkListener listener) throws WorkException {
        doWork(work);
    }

    @Override
    public jakarta.resource.spi.XATerminator getXATerminator() {
        return null;
    }

    @Override
    public TransactionSynchronizationRegistry getTransactionSynchronizationRegistry() {
        return (TransactionSynchronizationRegistry) Proxy.newProxyInstance(FakeServer.class.getClassLoader(),
                new Class<?>[] {TransactionSynchronizationRegistry.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getTransactionStatus" -> FakeBean.current() == null ? transactionStatus : Status.STATUS_ACTIVE;
                    case "setRollbackOnly" -> {
                        FakeBean.current().setRollbackOnly();
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Of whatever thread asks, one of {@link Status}. */
    public void transactionStatus(int status) {
        transactionStatus = status;
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
        return false;
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new AssertionError("work goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

package io.postrider.jms.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Bytes that may be sent, on one link: to one destination by one session, or by the whole connection. Taken by senders, added to
 * by the event loop, guarded by its monitor.
 *
 * <p>Any credit above zero permits one message of any size, so it may fall below zero by one message. Who waits is served in
 * order of arrival.
 */
final class ByteCredit {
    private long bytes;
    private BrokerFailure failure;
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    private record Waiter(long bytes, CompletableFuture<Void> granted) {
    }

    ByteCredit(long bytes) {
        this.bytes = bytes;
    }

    /** Takes at once, or not at all: false if there is none or others wait for it. */
    synchronized boolean tryTake(long wanted) {
        if (bytes <= 0 || !waiters.isEmpty() || failure != null) {
            return false;
        }
        bytes -= wanted;
        return true;
    }

    /** Takes when there is some; fails with the link. Who no longer wants it completes the future and gets nothing. */
    CompletableFuture<Void> take(long wanted) {
        synchronized (this) {
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            if (bytes <= 0 || !waiters.isEmpty()) {
                CompletableFuture<Void> granted = new CompletableFuture<>();
                waiters.add(new Waiter(wanted, granted));
                return granted;
            }
            bytes -= wanted;
        }
        return Completed.VOID;
    }

    /** More has come from the broker, or was taken and not used. */
    void add(long more) {
        List<Waiter> served = new ArrayList<>();
        synchronized (this) {
            bytes += more;
            collectServed(served);
        }
        for (Waiter waiter : served) {
            if (!waiter.granted.complete(null)) {
                add(waiter.bytes);
            }
        }
    }

    /** The link has ended: nobody will get any. */
    void fail(BrokerFailure cause) {
        List<Waiter> all;
        synchronized (this) {
            failure = cause;
            all = new ArrayList<>(waiters);
            waiters.clear();
        }
        all.forEach(waiter -> waiter.granted.completeExceptionally(cause));
    }

    private void collectServed(List<Waiter> served) {
        while (bytes > 0 && !waiters.isEmpty()) {
            Waiter first = waiters.poll();
            if (!first.granted.isDone()) {
                bytes -= first.bytes;
                served.add(first);
            }
        }
    }
}

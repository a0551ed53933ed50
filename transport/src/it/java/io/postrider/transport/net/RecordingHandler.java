package io.postrider.transport.net;

import io.postrider.transport.frame.Frame;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what happens on a link, for a test's thread to wait for. */
final class RecordingHandler implements LinkHandler {
    private static final int WAIT_S_MAX = 20;

    final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    final CompletableFuture<LinkClosed> closed = new CompletableFuture<>();
    final BlockingQueue<Link> writable = new LinkedBlockingQueue<>();
    final AtomicInteger closedCount = new AtomicInteger();
    final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger concurrentCalls = new AtomicInteger();

    @Override
    public void onFrame(Link link, Frame frame) {
        enter();
        frames.add(frame);
        inside.decrementAndGet();
    }

    @Override
    public void onBatchEnd(Link link) {
        enter();
        batches.incrementAndGet();
        inside.decrementAndGet();
    }

    @Override
    public void onWritable(Link link) {
        enter();
        writable.add(link);
        inside.decrementAndGet();
    }

    @Override
    public void onClosed(Link link, LinkClosed reason) {
        enter();
        closedCount.incrementAndGet();
        closed.complete(reason);
        inside.decrementAndGet();
    }

    private void enter() {
        if (inside.incrementAndGet() != 1) {
            concurrentCalls.incrementAndGet();
        }
    }

    Frame nextFrame() throws Exception {
        Frame frame = frames.poll(WAIT_S_MAX, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame within " + WAIT_S_MAX + " s");
        }
        return frame;
    }

    LinkClosed closed() throws Exception {
        return await(closed);
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(WAIT_S_MAX, TimeUnit.SECONDS);
    }
}

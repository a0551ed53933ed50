package io.postrider.jms.client;

import io.postrider.transport.frame.Chunk;
import io.postrider.transport.net.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The large bodies that are on their way out over one link, a chunk of each in turn. Started by senders, continued by whoever
 * brings credit or room on the link, guarded by its monitor.
 *
 * <p>Chunks are put on the link only while little is queued there, so that other sessions' frames pass in between.
 */
final class Uploads {
    /** Above the mark at which {@link Link} calls onWritable; two chunks ahead of the socket keep it busy. */
    static final long QUEUED_BYTES_MAX = 2L * Chunk.BYTES_MAX;

    private final Link link;
    private final ByteCredit connectionCredit;
    private final Deque<Upload> ready = new ArrayDeque<>();
    private long lastStream;
    private boolean sending;
    private BrokerFailure failure;

    private static final class Upload {
        final long stream;
        final byte[] body;
        final CompletableFuture<Long> done = new CompletableFuture<>();
        int offset;

        Upload(long stream, byte[] body) {
            this.stream = stream;
            this.body = body;
        }

        int nextBytes() {
            return Math.min(Chunk.BYTES_MAX, body.length - offset);
        }
    }

    Uploads(Link link, ByteCredit connectionCredit) {
        this.link = link;
        this.connectionCredit = connectionCredit;
    }

    /** @return the stream, when the last chunk is on its way: the Send that names it comes behind */
    CompletableFuture<Long> start(byte[] body) {
        Upload upload;
        synchronized (this) {
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            upload = new Upload(++lastStream, body);
            ready.add(upload);
        }
        pump();
        return upload.done;
    }

    /** Sends what can be sent now. */
    void pump() {
        for (Upload upload = next(); upload != null; upload = next()) {
            CompletableFuture<Void> credit = connectionCredit.take(upload.nextBytes());
            if (!credit.isDone()) {
                Upload waiting = upload;
                credit.whenComplete((granted, failed) -> {
                    if (failed == null) {
                        sendChunk(waiting);
                        pump();
                    }
                });
                return;
            }
            if (credit.isCompletedExceptionally()) {
                return; // the link has ended, and fail tells everybody
            }
            sendChunk(upload);
        }
    }

    /** One chunk at a time is waiting for credit or being sent. */
    private synchronized Upload next() {
        if (sending || ready.isEmpty() || link.queuedBytes() > QUEUED_BYTES_MAX) {
            return null;
        }
        sending = true;
        return ready.peek();
    }

    private void sendChunk(Upload upload) {
        int bytes = upload.nextBytes();
        boolean last;
        synchronized (this) {
            last = upload.offset + bytes == upload.body.length;
            link.send(new Chunk(upload.stream, last, Arrays.copyOfRange(upload.body, upload.offset, upload.offset + bytes)));
            upload.offset += bytes;
            ready.remove(upload);
            if (!last) {
                ready.add(upload);
            }
            sending = false;
        }
        if (last) {
            upload.done.complete(upload.stream);
        }
    }

    void fail(BrokerFailure cause) {
        List<Upload> all;
        synchronized (this) {
            failure = cause;
            all = new ArrayList<>(ready);
            ready.clear();
        }
        all.forEach(upload -> upload.done.completeExceptionally(cause));
    }
}

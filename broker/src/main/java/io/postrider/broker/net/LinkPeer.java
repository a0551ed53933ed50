package io.postrider.broker.net;

import io.postrider.broker.core.Peer;
import io.postrider.broker.store.StoreException;
import io.postrider.broker.store.StoredMessage;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Failure;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Inspected;
import io.postrider.transport.net.Link;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;

/**
 * One link as the core sees it. Made by its {@link ClientConnection}; called by the core's thread, while bodies are read on the
 * store's threads.
 *
 * <p>Bodies under way take turns, one part each, and a part is read only while little else waits for the socket, so that a large
 * body delays neither another one nor a small frame by more than a moment. A body that ends before its length is gone, because its
 * message was consumed over another link after this one's consumer was closed, or cannot be read; its stream then ends short,
 * and the client drops the message or, if its consumer is still open, treats it as damaged.
 */
final class LinkPeer implements Peer {
    /** Parts of bodies wait above this, which is what a few round trips of a fast network need. Above {@link Link#WRITABLE_BYTES}. */
    static final long BODY_QUEUED_BYTES_MAX = 256 * 1024;
    /** Parts that are read before another link has its turn. */
    private static final int PARTS_AT_ONCE = 16;
    /** When the store's readers have too much to do. */
    private static final int READERS_BUSY_MS = 10;
    /** Room in a frame for everything of Inspected but its text. */
    private static final int INSPECTED_FIELDS_BYTES = 64;

    private static final System.Logger LOG = System.getLogger(LinkPeer.class.getName());

    private final Link link;
    private final ConnectionContext context;
    private final String user;
    private final Runnable writable;
    /** Also the lock of {@link #reading}. A body whose part is being read is not in it. */
    private final Deque<BodyStream> bodies = new ArrayDeque<>();
    private boolean reading;
    private volatile int bodyCount;

    /** @param writable called when a body has been sent, by which {@link #queuedBytes} falls */
    LinkPeer(Link link, ConnectionContext context, String user, Runnable writable) {
        this.link = link;
        this.context = context;
        this.user = user;
        this.writable = writable;
    }

    @Override
    public void send(Frame frame) {
        link.send(frame);
    }

    @Override
    public void sendWithBody(Deliver delivery, long body) {
        link.send(delivery);
        synchronized (bodies) {
            bodies.add(new BodyStream(body, delivery.bodyStream(), delivery.message().bodyLength()));
            count(1);
        }
        sendBodies();
    }

    @Override
    public void inspected(long requestId, Object snapshot) {
        try {
            context.workers().execute(() -> link.send(inspection(requestId, snapshot)));
        } catch (RejectedExecutionException e) {
            link.send(new Failure(requestId, ErrorCode.LIMIT_REACHED, "the broker is too busy to describe its state; try again"));
        }
    }

    @Override
    public void close(ErrorCode code, String detail) {
        link.close(code, detail);
    }

    /** A body that waits counts as much as one part, so that the core does not hand over any number of them. */
    @Override
    public long queuedBytes() {
        return link.queuedBytes() + (long) bodyCount * Chunk.BYTES_MAX;
    }

    @Override
    public String description() {
        return user + " at " + link.peer();
    }

    @Override
    public String toString() {
        return description();
    }

    /** Goes on with the bodies that wait, if nobody else does. Any thread. */
    void sendBodies() {
        synchronized (bodies) {
            if (reading || bodies.isEmpty()) {
                return;
            }
            reading = true;
        }
        read();
    }

    private void read() {
        if (!context.bodies().execute(this::sendParts)) {
            context.later().run(this::read, READERS_BUSY_MS);
        }
    }

    /** On a thread of the store's readers, one at a time. */
    private void sendParts() {
        for (int part = 0; part < PARTS_AT_ONCE; part++) {
            BodyStream body = next();
            if (body == null) {
                return;
            }
            link.send(body.nextPart());
            if (body.isSent()) {
                synchronized (bodies) {
                    count(-1);
                }
                writable.run();
            } else {
                synchronized (bodies) {
                    bodies.add(body);
                }
            }
        }
        read();
    }

    /** The link has ended: nobody waits for the bodies any more. Any thread. */
    void dropBodies() {
        synchronized (bodies) {
            count(-bodies.size());
            bodies.clear();
        }
    }

    /** Null if there is nothing to do until {@link #sendBodies} is called again: here, or when the link is writable. */
    private BodyStream next() {
        synchronized (bodies) {
            if (!link.isOpen()) {
                dropBodies();
            }
            if (bodies.isEmpty() || link.queuedBytes() >= BODY_QUEUED_BYTES_MAX) {
                reading = false;
                return null;
            }
            return bodies.remove();
        }
    }

    private void count(int more) {
        bodyCount += more;
    }

    private Frame inspection(long requestId, Object snapshot) {
        String json;
        try {
            json = SnapshotJson.of(snapshot);
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "cannot answer an inspection", e);
            return new Failure(requestId, ErrorCode.INTERNAL, "a defect of the broker: " + e.getMessage());
        }
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        int room = context.limits().frameBytesMax() - INSPECTED_FIELDS_BYTES;
        return bytes <= room ? new Inspected(requestId, json) : new Failure(requestId, ErrorCode.LIMIT_REACHED,
                "the answer has " + bytes + " bytes, more than the " + room + " that a frame has room for; raise frameBytesMax");
    }

    /** A body on its way; used by one reader's thread at a time. */
    private final class BodyStream {
        private final long body;
        private final long stream;
        private final int parts;
        private int index;

        BodyStream(long body, long stream, long bytes) {
            this.body = body;
            this.stream = stream;
            this.parts = StoredMessage.chunks(bytes);
        }

        Chunk nextPart() {
            byte[] bytes = new byte[0];
            try {
                bytes = index < parts ? context.bodies().readChunk(body, index) : bytes;
                index++;
            } catch (StoreException e) {
                LOG.log(Level.DEBUG, "a body to {0} ends after {1} of {2} parts: {3}", LinkPeer.this, index, parts, e.getMessage());
                index = parts;
            }
            return new Chunk(stream, isSent(), bytes);
        }

        boolean isSent() {
            return index >= parts;
        }
    }
}

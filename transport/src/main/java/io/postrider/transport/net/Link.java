package io.postrider.transport.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.postrider.transport.codec.FrameDecoder;
import io.postrider.transport.codec.FrameEncoder;
import io.postrider.transport.frame.Close;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.Ping;
import io.postrider.transport.frame.Pong;
import io.postrider.transport.frame.ProtocolException;

import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * One connected peer. Made by {@link Listener} or {@link Dialer}; public methods are for any thread and never block, the others
 * are for the event loop of its channel.
 *
 * <p>What is sent waits in a queue that the event loop empties, flushing once per batch: a batch is what the handler sent during
 * one read of the socket, or what other threads sent until the event loop came to it. Frames leave in the order in which
 * {@link #send} was called. The queue has no bound of its own: whoever sends keeps to credit or stops above a mark of
 * {@link #queuedBytes}.
 */
public final class Link {
    /** {@link LinkHandler#onWritable} is called when {@link #queuedBytes} falls to this: a mark to stop at lies above it. */
    public static final long WRITABLE_BYTES = 64 * 1024;

    private static final System.Logger LOG = System.getLogger(Link.class.getName());
    private static final System.Logger FRAMES = System.getLogger(Link.class.getName() + ".FRAMES");
    /** Frames are encoded into one buffer up to about this much: one write, one TLS record or a few. */
    private static final int BATCH_BYTES = 64 * 1024;
    /** After this many batches the event loop turns to its other links. */
    private static final int BATCHES_AT_ONCE = 16;
    /** How long a link may take to flush its Close frame and to see the peer close as well. */
    private static final int CLOSE_MS_MAX = 5_000;
    /** The Close frame fits into what a peer takes before authentication. */
    private static final int CLOSE_DETAIL_CHARS_MAX = 1_000;
    /** Answers to Pings that wait in the queue: far more than any honest peer asks for at once. */
    private static final int PONGS_QUEUED_MAX = 1_000;

    private final Channel channel;
    private final FrameDecoder decoder;
    private final LongSupplier clockMs;
    private final String peer;
    private final boolean encrypted;
    private final FrameEncoder encoder = new FrameEncoder();
    private final Heartbeat heartbeat;

    private final Queue<Frame> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean drainScheduled = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicReference<LinkClosed> reason = new AtomicReference<>();
    private volatile Close finalFrame;
    private volatile boolean authenticated;

    /** These belong to the event loop. */
    private LinkHandler handler;
    private boolean reading;
    private boolean framesInBatch;
    private boolean draining;
    private boolean finalFrameWritten;
    private boolean lingers = true;
    private int pongsQueued;

    Link(Channel channel, FrameDecoder decoder, LongSupplier clockMs) {
        this.channel = channel;
        this.decoder = decoder;
        this.clockMs = clockMs;
        this.peer = Addresses.text(channel.remoteAddress());
        this.encrypted = channel.pipeline().get(SslHandler.class) != null;
        this.heartbeat = new Heartbeat(channel.eventLoop(), this::ping, this::missed);
    }

    /** Sends a frame after everything sent before; dropped if the link is closed or closing. */
    public void send(Frame frame) {
        Objects.requireNonNull(frame, "frame");
        if (!closing.get()) {
            enqueue(frame);
        }
    }

    /**
     * Sends a Close frame after everything sent before, then closes: waits for the peer to close too, so that the reason
     * reaches it, 5 s at the most. Nothing is received any more. Later calls do nothing.
     */
    public void close(ErrorCode code, String detail) {
        close(code, detail, null, true);
    }

    /** Closes at once; what was sent and not yet written is lost. */
    public void abort() {
        closing.set(true);
        reason.compareAndSet(null, new LinkClosed(ErrorCode.LINK_LOST, "aborted on this side", null));
        onEventLoop(this::closeSocket);
    }

    /** Whether a frame sent now can leave: false from {@link #close} or the loss of the connection on. */
    public boolean isOpen() {
        return !closing.get() && channel.isActive();
    }

    /** Address and port of the peer, for people. */
    public String peer() {
        return peer;
    }

    /** Whether it is under TLS. */
    public boolean isEncrypted() {
        return encrypted;
    }

    /**
     * The handshake has succeeded: the limit on the peer's bytes in total and the handshake's timeout end. A broker calls this
     * before it sends Connected, a client when it gets that frame, within {@code onFrame}.
     *
     * @param frameBytesMax what a frame may have from now on, at least 16 KiB
     */
    public void authenticated(int frameBytesMax) {
        decoder.authenticated(frameBytesMax);
        authenticated = true;
    }

    /**
     * Starts the heartbeat: a Ping with nonce 0 when nothing was written for {@code intervalMs}; HEARTBEAT_MISSED when nothing
     * was read for three times as long.
     *
     * @param intervalMs at least 1, or 0 to stop it
     */
    public void heartbeat(int intervalMs) {
        if (intervalMs < 0) {
            throw new IllegalArgumentException("heartbeat interval of " + intervalMs + " ms, expected at least 0");
        }
        onEventLoop(() -> heartbeat.start(intervalMs));
    }

    /** About how many bytes were sent and not yet written to the socket. */
    public long queuedBytes() {
        return queuedBytes.get();
    }

    @Override
    public String toString() {
        return "Link[" + peer + (encrypted ? ", TLS" : "") + (isOpen() ? "" : ", closed") + "]";
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    /** Before the first frame; from then on the handler hears of the link's end. */
    void handler(LinkHandler handler) {
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    void received(Frame frame) {
        reading = true;
        if (closing.get()) {
            return;
        }
        trace("->", frame);
        if (frame.type() == FrameType.PING) {
            answer((Ping) frame);
            return;
        }
        if (frame.type() == FrameType.CLOSE) {
            Close close = (Close) frame;
            reason.compareAndSet(null, new LinkClosed(close.code(), close.detail(), null));
        }
        framesInBatch = true;
        handler.onFrame(this, frame);
    }

    void batchEnded() {
        heartbeat.read();
        try {
            if (framesInBatch && !closing.get()) {
                handler.onBatchEnd(this);
            }
        } finally {
            framesInBatch = false;
            reading = false;
            drain();
        }
    }

    /** Something on this link threw: our own mistake, the peer's, or the network's. */
    void failed(Throwable cause) {
        if (cause instanceof ProtocolException protocol) {
            LOG.log(Level.INFO, "closing the link to {0}: {1}", peer, cause.getMessage());
            close(protocol.code(), protocol.getMessage(), cause, true);
        } else if (cause instanceof java.io.IOException) {
            lost(cause);
        } else {
            LOG.log(Level.ERROR, "closing the link to " + peer + " after a defect", cause);
            close(ErrorCode.INTERNAL, "a defect: " + cause, cause, true);
        }
    }

    /** The peer has closed its side: there is nobody to wait for. */
    void inputEnded() {
        closeSocket();
    }

    void writabilityChanged() {
        drain();
    }

    void closed() {
        closing.set(true);
        heartbeat.start(0);
        discardQueue();
        reason.compareAndSet(null, new LinkClosed(ErrorCode.LINK_LOST, "the link to " + peer + " was lost: the peer closed it without a reason", null));
        LinkClosed why = reason.get();
        LOG.log(Level.DEBUG, "the link to {0} is closed: {1}, {2}", peer, why.code(), why.detail());
        LinkHandler last = handler;
        handler = null;
        if (last != null) {
            last.onClosed(this, why);
        }
    }

    /** Closes because of a TLS record or a socket that failed. */
    private void lost(Throwable cause) {
        closing.set(true);
        String why = cause.getMessage() != null ? cause.getMessage() : cause.getClass().getSimpleName();
        reason.compareAndSet(null, new LinkClosed(ErrorCode.LINK_LOST, "the link to " + peer + " was lost: " + why, cause));
        closeSocket();
    }

    private void ping() {
        send(new Ping(0));
    }

    private void missed(long silentMs) {
        close(ErrorCode.HEARTBEAT_MISSED, "nothing was heard for " + silentMs + " ms", null, false);
    }

    private void answer(Ping ping) {
        if (pongsQueued == PONGS_QUEUED_MAX) {
            throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, "PING: " + PONGS_QUEUED_MAX + " answers wait already");
        }
        pongsQueued++;
        send(new Pong(ping.nonce(), clockMs.getAsLong()));
    }

    private void close(ErrorCode code, String detail, Throwable cause, boolean waitForPeer) {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        reason.compareAndSet(null, new LinkClosed(code, detail, cause));
        String sent = detail.length() > CLOSE_DETAIL_CHARS_MAX ? detail.substring(0, CLOSE_DETAIL_CHARS_MAX) : detail;
        finalFrame = new Close(code, sent);
        onEventLoop(() -> {
            lingers = waitForPeer;
            decoder.stop();
            heartbeat.start(0);
            channel.eventLoop().schedule(this::closeSocket, CLOSE_MS_MAX, TimeUnit.MILLISECONDS);
        });
        enqueue(finalFrame);
    }

    private void enqueue(Frame frame) {
        queuedBytes.addAndGet(FrameEncoder.bytesEstimate(frame));
        queue.add(frame);
        boolean batchEndDrains = channel.eventLoop().inEventLoop() && reading;
        if (!batchEndDrains && drainScheduled.compareAndSet(false, true)) {
            onEventLoop(drain);
        }
    }

    private void onEventLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // the event loops were shut down, and with them this link
            closing.set(true);
        }
    }

    /** Writes what is queued as far as the socket takes it. */
    private void drain() {
        drainScheduled.set(false);
        if (draining) {
            return;
        }
        draining = true;
        try {
            int batches = 0;
            while (!finalFrameWritten && !queue.isEmpty() && channel.isWritable()) {
                if (batches++ == BATCHES_AT_ONCE) {
                    if (drainScheduled.compareAndSet(false, true)) {
                        onEventLoop(drain);
                    }
                    return;
                }
                writeBatch();
            }
        } finally {
            draining = false;
        }
        if (finalFrameWritten || !channel.isActive()) {
            discardQueue();
        }
    }

    private void writeBatch() {
        ByteBuf bytes = channel.alloc().directBuffer(bufferBytes(queue.peek()));
        long estimated = 0;
        Frame frame;
        while (!finalFrameWritten && bytes.readableBytes() < BATCH_BYTES && (frame = queue.poll()) != null) {
            estimated += FrameEncoder.bytesEstimate(frame);
            encode(frame, bytes);
        }
        heartbeat.written();
        long done = estimated;
        boolean last = finalFrameWritten;
        channel.writeAndFlush(bytes).addListener(written -> written(written, done, last));
    }

    /** Enough for a usual batch of small frames, and for the first frame whatever its size. */
    private static int bufferBytes(Frame first) {
        return Math.max(1024, FrameEncoder.bytesEstimate(first) + 256);
    }

    private void encode(Frame frame, ByteBuf bytes) {
        int start = bytes.writerIndex();
        trace("<-", frame);
        if (frame.type() == FrameType.PONG) {
            pongsQueued = Math.max(0, pongsQueued - 1);
        }
        try {
            encoder.encode(frame, bytes);
        } catch (RuntimeException e) {
            // what follows must not leave either: it may count on this frame
            bytes.writerIndex(start);
            discardQueue();
            failed(new IllegalStateException("cannot encode " + frame.type(), e));
        }
        finalFrameWritten |= frame == finalFrame;
    }

    private void written(Future<?> written, long bytes, boolean last) {
        release(bytes);
        if (!written.isSuccess()) {
            lost(written.cause());
        } else if (last) {
            finish();
        }
    }

    /** The Close frame has left. The end of our output tells the peer to close; closing now could take the frame away from it. */
    private void finish() {
        if (!lingers || !channel.isActive()) {
            closeSocket();
            return;
        }
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            closeSocket();
        }
    }

    private void release(long bytes) {
        long now = queuedBytes.addAndGet(-bytes);
        if (handler != null && now <= WRITABLE_BYTES && now + bytes > WRITABLE_BYTES) {
            try {
                handler.onWritable(this);
            } catch (RuntimeException e) {
                failed(e);
            }
        }
    }

    private void discardQueue() {
        long dropped = 0;
        Frame frame;
        while ((frame = queue.poll()) != null) {
            dropped += FrameEncoder.bytesEstimate(frame);
        }
        queuedBytes.addAndGet(-dropped);
    }

    private void trace(String direction, Frame frame) {
        if (FRAMES.isLoggable(Level.TRACE)) {
            FRAMES.log(Level.TRACE, "{0} {1} {2}", peer, direction, frame);
        }
    }

    /** Closes below TLS: its goodbye, where one is due, was sent by {@link #finish}. */
    private void closeSocket() {
        if (channel.isOpen()) {
            channel.pipeline().firstContext().close();
        }
    }
}

package io.postrider.broker.net;

import io.postrider.transport.codec.FrameEncoder;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Limits;
import io.postrider.transport.message.WireOutput;
import io.postrider.transport.net.LinkClosed;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Whether somebody has a connection, and what happened to it meanwhile. Made and used by its {@link ClientConnection}; any thread,
 * no method waits.
 *
 * <p>What is held is bounded in bytes: a client that keeps to its credit never has more under way than that and one message of
 * any size, and small messages weigh up to four times as much here as in credit.
 */
final class Held {
    /** Comes out of {@link #next} if the link became writable, however often. */
    static final Object WRITABLE = new Object();

    /** Requests, acknowledgements and credit of a client that does not wait for answers. */
    private static final long CONTROL_BYTES_MAX = 1 << 20;
    /** What a frame takes besides its bytes. */
    private static final int FRAME_OVERHEAD_BYTES = 64;

    private final long bytesMax;
    private final Queue<Frame> frames = new ArrayDeque<>();
    private long bytes;
    private boolean taken;
    private boolean full;
    private boolean writable;
    private LinkClosed closed;

    /** What became of a frame. */
    enum Taken {
        /** The caller has the connection now and deals with the frame. */
        OURS,
        /** Whoever has the connection will. */
        HELD,
        /** Nobody will, nor with any frame after it; said once, HELD for each after it. */
        FULL
    }

    Held(Limits limits) {
        bytesMax = 4 * limits.connectionCreditBytes() + limits.messageBytesMax() + CONTROL_BYTES_MAX;
    }

    synchronized Taken take(Frame frame) {
        if (full) {
            return Taken.HELD;
        }
        if (!taken) {
            taken = true;
            return Taken.OURS;
        }
        bytes += weight(frame);
        if (bytes > bytesMax) {
            full = true;
            return Taken.FULL;
        }
        frames.add(frame);
        return Taken.HELD;
    }

    /** @return whether the caller has the connection now and deals with it */
    synchronized boolean takeWritable() {
        if (taken) {
            writable = true;
            return false;
        }
        taken = true;
        return true;
    }

    /** @return whether the caller has the connection now and deals with it */
    synchronized boolean takeClosed(LinkClosed reason) {
        if (taken) {
            closed = reason;
            return false;
        }
        taken = true;
        return true;
    }

    /** A frame, {@link #WRITABLE}, the end of the link, or null: then the caller does not have the connection any more. */
    synchronized Object next() {
        Frame frame = frames.poll();
        if (frame != null) {
            bytes -= weight(frame);
            return frame;
        }
        if (writable) {
            writable = false;
            return WRITABLE;
        }
        LinkClosed end = closed;
        closed = null;
        if (end == null) {
            taken = false;
        }
        return end;
    }

    private static int weight(Frame frame) {
        return FRAME_OVERHEAD_BYTES + switch (frame.type()) {
            case SEND, CHUNK -> FrameEncoder.bytesEstimate(frame);
            default -> encodedBytes(frame);
        };
    }

    private static int encodedBytes(Frame frame) {
        WireOutput out = new WireOutput(64);
        frame.write(out);
        return out.size();
    }
}

package io.postrider.transport.codec;

import io.netty.buffer.ByteBuf;
import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.Send;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;

/**
 * Appends frames to a buffer. Made by the link, used on its event loop.
 *
 * <p>Fields are written into a scratch array that is used again, since most are varints of unknown length; a message, which is
 * encoded already, goes straight from its own array into the buffer.
 */
public final class FrameEncoder {
    /** A scratch array that one large frame has made larger than this is given up, so that idle links stay small. */
    private static final int SCRATCH_BYTES_KEPT = 16 * 1024;
    private static final int SCRATCH_BYTES = 256;
    /** What a frame without a message or a chunk is taken to be, in {@link #bytesEstimate}. */
    private static final int SMALL_FRAME_BYTES = 64;

    private WireOutput scratch = new WireOutput(SCRATCH_BYTES);

    /** Appends {@code frame} with its length and type. */
    public void encode(Frame frame, ByteBuf out) {
        scratch.clear();
        scratch.writeByte(frame.type().code());
        WireMessage message = writeFields(frame);
        int length = scratch.size() + (message == null ? 0 : message.encodedLength());
        out.writeInt(length);
        out.writeBytes(scratch.array(), 0, scratch.size());
        if (message != null) {
            out.writeBytes(message.array(), message.offset(), message.encodedLength());
        }
        if (scratch.array().length > SCRATCH_BYTES_KEPT) {
            scratch = new WireOutput(SCRATCH_BYTES);
        }
    }

    /** About how many bytes {@code frame} takes, without encoding it; the same answer each time. */
    public static int bytesEstimate(Frame frame) {
        if (frame instanceof Deliver deliver) {
            return SMALL_FRAME_BYTES + deliver.message().encodedLength();
        }
        if (frame instanceof Send send) {
            return SMALL_FRAME_BYTES + send.message().encodedLength();
        }
        return frame instanceof Chunk chunk ? SMALL_FRAME_BYTES + chunk.bytes().length : SMALL_FRAME_BYTES;
    }

    /** Writes everything but the message that ends the frame, which is returned; null if there is none. */
    private WireMessage writeFields(Frame frame) {
        if (frame instanceof Deliver deliver) {
            deliver.writeBeforeMessage(scratch);
            return deliver.message();
        }
        if (frame instanceof Send send) {
            send.writeBeforeMessage(scratch);
            return send.message();
        }
        frame.write(scratch);
        return null;
    }
}

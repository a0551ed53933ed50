package io.postrider.transport.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.Frame;
import io.postrider.transport.frame.FrameType;
import io.postrider.transport.frame.FrameType.Side;
import io.postrider.transport.frame.ProtocolException;
import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;

import java.util.List;

/**
 * Cuts the byte stream of one link into frames. Made by the link, used on its event loop.
 *
 * <p>The length is checked before anything is allocated by it. Until {@link #authenticated} a peer may send
 * {@value #BYTES_BEFORE_AUTHENTICATION_MAX} bytes in total, whatever it says that they are. Bytes that are no frame, or a frame
 * that this peer may not send, end in a {@link ProtocolException}, after which every further byte is dropped.
 */
public final class FrameDecoder extends ByteToMessageDecoder {
    /** What a stranger can make us keep: enough for each SASL exchange with room to spare. Length prefixes count. */
    public static final int BYTES_BEFORE_AUTHENTICATION_MAX = 16 * 1024;

    private static final int LENGTH_BYTES = 4;

    private final Side peer;
    private int bytesBeforeAuthenticationLeft = BYTES_BEFORE_AUTHENTICATION_MAX;
    /** 0 until the peer is authenticated. Volatile: passwords are checked on threads of their own. */
    private volatile int frameBytesMax;
    private boolean stopped;

    /** @param peer who sends what this reads: CLIENT or BROKER */
    public FrameDecoder(Side peer) {
        if (peer == Side.EITHER) {
            throw new IllegalArgumentException("a peer is CLIENT or BROKER, not EITHER");
        }
        this.peer = peer;
    }

    /**
     * Takes frames of up to {@code frameBytesMax} bytes from now on, as many as come. Any thread.
     *
     * @param frameBytesMax at least {@value #BYTES_BEFORE_AUTHENTICATION_MAX}; the length prefix does not count
     */
    public void authenticated(int frameBytesMax) {
        if (frameBytesMax < BYTES_BEFORE_AUTHENTICATION_MAX) {
            throw new IllegalArgumentException("frame limit of " + frameBytesMax + " bytes, expected at least " + BYTES_BEFORE_AUTHENTICATION_MAX);
        }
        this.frameBytesMax = frameBytesMax;
    }

    /** Drops every byte from now on: the link is closing and nobody waits for what still comes. */
    public void stop() {
        stopped = true;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (stopped) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < LENGTH_BYTES) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        try {
            requireWithinLimit(length);
            if (in.readableBytes() - LENGTH_BYTES < length) {
                return;
            }
            byte[] bytes = new byte[length];
            in.skipBytes(LENGTH_BYTES).readBytes(bytes);
            if (frameBytesMax == 0) {
                bytesBeforeAuthenticationLeft -= LENGTH_BYTES + length;
            }
            out.add(decode(bytes, peer));
        } catch (ProtocolException e) {
            stopped = true;
            throw e;
        }
    }

    /**
     * One frame.
     *
     * @param bytes its type and fields, not changed any more: messages keep them
     * @throws ProtocolException for anything that no {@link FrameEncoder} on that side can have written
     */
    public static Frame decode(byte[] bytes, Side peer) {
        WireInput in = new WireInput(bytes);
        FrameType type = null;
        try {
            int code = in.readByte();
            type = FrameType.ofCode(code);
            if (type == null) {
                throw new WireFormatException("unknown frame type " + code);
            }
            if (type.sender() != Side.EITHER && type.sender() != peer) {
                throw new WireFormatException("only a " + type.sender() + " may send it, and the peer is a " + peer);
            }
            Frame frame = type.read(in);
            in.requireEnd();
            return frame;
        } catch (WireFormatException | IllegalArgumentException e) {
            String what = type == null ? "a frame of " + bytes.length + " bytes" : type.toString();
            throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, what + ": " + e.getMessage(), e);
        }
    }

    private void requireWithinLimit(int length) {
        int limit = frameBytesMax;
        if (length == 0) {
            throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, "a frame of 0 bytes, expected at least its type");
        }
        if (limit != 0 && (length < 0 || length > limit)) {
            throw new ProtocolException(ErrorCode.FRAME_TOO_LARGE,
                    "a frame of " + Integer.toUnsignedString(length) + " bytes, expected up to " + limit);
        }
        if (limit == 0 && (length < 0 || length > bytesBeforeAuthenticationLeft - LENGTH_BYTES)) {
            throw new ProtocolException(ErrorCode.FRAME_TOO_LARGE, "a frame of " + Integer.toUnsignedString(length) + " bytes, more than is left of the "
                    + BYTES_BEFORE_AUTHENTICATION_MAX + " bytes that may come before authentication" + guess(length));
        }
    }

    /** What people connect by mistake, told by what they send first. */
    private static String guess(int firstBytes) {
        boolean tls = (firstBytes >>> 24 == 0x16 || firstBytes >>> 24 == 0x15) && (firstBytes >>> 16 & 0xFF) == 3;
        boolean http = firstBytes == 0x47455420 || firstBytes == 0x48545450 || firstBytes == 0x504F5354;
        return tls ? " (these bytes are TLS, and this port is used without it)" : http ? " (these bytes are HTTP)" : "";
    }
}

package io.postrider.transport.frame;

import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireOutput;

/**
 * A part of a body that travels apart.
 *
 * <p>Direction: either way.
 *
 * @param stream number of the sender's choice, used once per link
 * @param last   whether the body is complete
 * @param bytes  up to 64 KiB
 */
public record Chunk(long stream, boolean last, byte[] bytes) implements Frame {
    /** Bytes of a body in one frame at the most, so that a large message holds up nobody for long. */
    public static final int BYTES_MAX = 64 * 1024;

    public Chunk {
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("chunk of " + bytes.length + " bytes, expected up to " + BYTES_MAX);
        }
    }

    @Override
    public FrameType type() {
        return FrameType.CHUNK;
    }

    @Override
    public void write(WireOutput out) {
        out.writeVarint(stream);
        out.writeBoolean(last);
        out.writeBytes(bytes);
    }

    static Chunk read(WireInput in) {
        return new Chunk(in.readVarint(), in.readBoolean(), in.readBytes());
    }
}

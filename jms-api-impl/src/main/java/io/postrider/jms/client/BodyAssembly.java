package io.postrider.jms.client;

import io.postrider.transport.frame.Chunk;
import io.postrider.transport.frame.Deliver;
import io.postrider.transport.frame.ErrorCode;
import io.postrider.transport.frame.ProtocolException;

/** A delivery whose body is still arriving, chunk by chunk, behind its head. Used by the event loop. */
final class BodyAssembly {
    /** About what a Java array can hold. */
    private static final long BODY_BYTES_MAX = Integer.MAX_VALUE - 64;

    private final Deliver deliver;
    /** Null if nobody wants the message; its chunks come either way. */
    private final byte[] body;
    private long filled;

    BodyAssembly(Deliver deliver, boolean wanted) {
        long length = deliver.message().bodyLength();
        if (length > BODY_BYTES_MAX) {
            throw new ProtocolException(ErrorCode.MESSAGE_TOO_LARGE, "DELIVER: a body of " + length + " bytes is more than an array holds");
        }
        this.deliver = deliver;
        this.body = wanted ? new byte[(int) length] : null;
    }

    Deliver deliver() {
        return deliver;
    }

    boolean isWanted() {
        return body != null;
    }

    void add(Chunk chunk) {
        byte[] part = chunk.bytes();
        long expected = deliver.message().bodyLength();
        if (filled + part.length > expected || chunk.last() && filled + part.length != expected) {
            throw new ProtocolException(ErrorCode.PROTOCOL_ERROR, "CHUNK: " + (filled + part.length) + " bytes of a body of " + expected);
        }
        if (body != null) {
            System.arraycopy(part, 0, body, (int) filled, part.length);
        }
        filled += part.length;
    }

    /** The whole body, after the last chunk. */
    byte[] body() {
        return body;
    }
}

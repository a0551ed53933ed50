package io.postrider.transport.message;

import java.util.Arrays;

/**
 * A message as it travels and as it is stored: encoded once by the sender, its header and properties readable without its
 * body. Immutable; any thread may read it.
 *
 * <pre>
 *   head length (varint) | head: header, properties | body kind (1 byte) | body length (varint) | body bytes, unless apart
 * </pre>
 *
 * A body is <em>apart</em> when it travels in Chunk frames (see {@link #INLINE_BODY_BYTES_MAX}) or lies in a place of its own
 * in the store; then only its length stands here.
 */
public final class WireMessage {
    /** A larger body travels in Chunk frames, so that no frame is much larger than this. */
    public static final int INLINE_BODY_BYTES_MAX = 256 * 1024;

    private final byte[] bytes;
    private final int offset;
    private final int headOffset;
    private final int headLength;
    private final BodyKind kind;
    private final int bodyOffset;
    private final long bodyLength;
    private final boolean bodyApart;
    /** Decoded at the first question; a race decodes twice, with the same result. */
    private Header header;
    private Properties properties;

    private WireMessage(WireInput in, boolean bodyApart) {
        this.bytes = in.array();
        this.offset = in.position();
        this.headLength = in.readLength("the head");
        this.headOffset = in.skip(headLength);
        this.kind = BodyKind.read(in);
        this.bodyLength = in.readVarint();
        this.bodyApart = bodyApart;
        if (bodyApart) {
            if (bodyLength < 0) {
                throw new WireFormatException("body length " + Long.toUnsignedString(bodyLength));
            }
            this.bodyOffset = in.position();
        } else {
            if (bodyLength < 0 || bodyLength > in.remaining()) {
                throw new WireFormatException("body of " + Long.toUnsignedString(bodyLength) + " bytes, " + in.remaining() + " are left");
            }
            this.bodyOffset = in.skip((int) bodyLength);
        }
    }

    /** A message with its body in it. */
    public static WireMessage of(Header header, Properties properties, BodyKind kind, byte[] body) {
        WireOutput head = head(header, properties);
        WireOutput out = new WireOutput(head.size() + body.length + 12);
        writeHead(out, head, kind, body.length);
        out.writeRaw(body, 0, body.length);
        return new WireMessage(new WireInput(out.array(), 0, out.size()), false);
    }

    /** A message whose body of {@code bodyLength} bytes travels apart. */
    public static WireMessage withBodyApart(Header header, Properties properties, BodyKind kind, long bodyLength) {
        WireOutput head = head(header, properties);
        WireOutput out = new WireOutput(head.size() + 16);
        writeHead(out, head, kind, bodyLength);
        return new WireMessage(new WireInput(out.array(), 0, out.size()), true);
    }

    private static WireOutput head(Header header, Properties properties) {
        WireOutput head = new WireOutput(96);
        header.write(head);
        properties.write(head);
        return head;
    }

    private static void writeHead(WireOutput out, WireOutput head, BodyKind kind, long bodyLength) {
        out.writeVarint(head.size());
        out.writeRaw(head.array(), 0, head.size());
        out.writeByte(kind.ordinal());
        out.writeVarint(bodyLength);
    }

    /** Reads a message from where {@code in} stands, without copying: the array must not change any more. */
    public static WireMessage read(WireInput in, boolean bodyApart) {
        return new WireMessage(in, bodyApart);
    }

    /** Writes this message as {@link #read} takes it. */
    public void write(WireOutput out) {
        out.writeRaw(bytes, offset, encodedLength());
    }

    /** This message with its body apart, sharing the head's bytes; itself if that is so already. */
    public WireMessage withoutBody() {
        return bodyApart ? this : new WireMessage(new WireInput(bytes, offset, bodyOffset - offset), true);
    }

    /** This message, whose body is apart, with its body in it. @throws IllegalArgumentException if the body has another length */
    public WireMessage withBody(byte[] body) {
        if (!bodyApart || body.length != bodyLength) {
            throw new IllegalArgumentException("a body of " + body.length + " bytes for " + this);
        }
        int headBytes = bodyOffset - offset;
        byte[] joined = Arrays.copyOfRange(bytes, offset, bodyOffset + body.length);
        System.arraycopy(body, 0, joined, headBytes, body.length);
        return new WireMessage(new WireInput(joined), false);
    }

    /** The array that {@link #offset()} and {@link #encodedLength()} describe; never written to. */
    public byte[] array() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    public int encodedLength() {
        return bodyOffset - offset + (bodyApart ? 0 : (int) bodyLength);
    }

    /** @throws WireFormatException if the sender encoded it wrongly */
    public Header header() {
        Header known = header;
        if (known == null) {
            known = Header.read(new WireInput(bytes, headOffset, headLength));
            header = known;
        }
        return known;
    }

    /** @throws WireFormatException if the sender encoded them wrongly */
    public Properties properties() {
        Properties known = properties;
        if (known == null) {
            WireInput in = new WireInput(bytes, headOffset, headLength);
            Header.read(in);
            known = Properties.read(in);
            in.requireEnd();
            properties = known;
        }
        return known;
    }

    public BodyKind kind() {
        return kind;
    }

    /** Bytes of the body, wherever it is. */
    public long bodyLength() {
        return bodyLength;
    }

    public boolean isBodyApart() {
        return bodyApart;
    }

    /** A reader over the body. @throws IllegalStateException if the body is apart */
    public WireInput body() {
        if (bodyApart) {
            throw new IllegalStateException("the body of " + bodyLength + " bytes is apart from its message");
        }
        return new WireInput(bytes, bodyOffset, (int) bodyLength);
    }

    @Override
    public String toString() {
        return "WireMessage[" + kind + ", head " + headLength + " bytes, body " + bodyLength + (bodyApart ? " bytes apart]" : " bytes]");
    }
}

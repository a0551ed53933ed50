package io.postrider.broker.store;

import io.postrider.transport.message.WireFormatException;
import io.postrider.transport.message.WireInput;
import io.postrider.transport.message.WireMessage;
import io.postrider.transport.message.WireOutput;

import java.util.zip.CRC32C;

/**
 * A message as the core and the store hold it. Immutable.
 *
 * <p>Value layout: CRC-32C of key and what follows (4 bytes) | flags (1 persistent, 2 body by reference) | accepted varint |
 * expires varint | connection varint | client id optional string | destination and priority, for delayed ones | body id varint,
 * if by reference | message as {@link WireMessage} lays it out.
 *
 * @param accepted    position taken when the broker took the send; for a message without delay the position of its lane entry
 * @param expiresAtMs broker time at which it expires, 0 = never
 * @param connection  public id of the sender's logical connection, for noLocal
 * @param clientId    client id of the sender or null, for noLocal
 * @param destination id of the destination
 * @param priority    JMSPriority
 * @param persistent  JMSDeliveryMode
 * @param body        0, or the id of the body that lies in {@link Family#CHUNKS}
 * @param message     what travels; with its body apart if {@code body} is not 0 and the body is not loaded
 */
public record StoredMessage(long accepted, long expiresAtMs, long connection, String clientId, long destination, int priority,
                            boolean persistent, long body, WireMessage message) {
    /** Bodies above this many bytes are put into {@link Family#CHUNKS}. */
    public static final int INLINE_BODY_BYTES_MAX = 16 * 1024;
    /** Bytes of a chunk in {@link Family#CHUNKS}; the last one may be shorter. */
    public static final int CHUNK_BYTES = 64 * 1024;
    private static final int PERSISTENT = 1;
    private static final int BODY_BY_REFERENCE = 2;

    /** Bytes that this message counts for, in memory and against bounds: content and an allowance for the objects around it. */
    public long weight() {
        return message.encodedLength() + 200L;
    }

    /** Bytes of head and body, wherever the body is. */
    public long size() {
        return message.encodedLength() + (message.isBodyApart() ? message.bodyLength() : 0);
    }

    /** Chunks of a body of that many bytes. */
    public static int chunks(long bodyBytes) {
        return Math.toIntExact((bodyBytes + CHUNK_BYTES - 1) / CHUNK_BYTES);
    }

    void write(WireOutput out, byte[] key) {
        int start = out.size();
        out.writeInt32(0);
        out.writeByte((persistent ? PERSISTENT : 0) | (body != 0 ? BODY_BY_REFERENCE : 0));
        out.writeVarint(accepted);
        out.writeVarint(expiresAtMs);
        out.writeVarint(connection);
        out.writeOptionalString(clientId);
        out.writeVarint(destination);
        out.writeByte(priority);
        if (body != 0) {
            out.writeVarint(body);
            message.withoutBody().write(out);
        } else {
            message.write(out);
        }
        Keys.putInt(out.array(), start, checksum(key, out.array(), start + 4, out.size() - start - 4));
    }

    /** @throws WireFormatException if the value is damaged or does not belong to the key */
    public static StoredMessage read(byte[] key, byte[] value) {
        WireInput in = new WireInput(value);
        int expected = in.readInt32();
        int actual = checksum(key, value, 4, value.length - 4);
        if (expected != actual) {
            throw new WireFormatException("checksum " + Integer.toHexString(actual) + ", stored " + Integer.toHexString(expected));
        }
        int flags = in.readByte();
        long accepted = in.readVarint();
        long expires = in.readVarint();
        long connection = in.readVarint();
        String clientId = in.readOptionalString();
        long destination = in.readVarint();
        int priority = in.readVarint(9, "priority");
        boolean byReference = (flags & BODY_BY_REFERENCE) != 0;
        long body = byReference ? in.readVarint() : 0;
        WireMessage message = WireMessage.read(in, byReference);
        return new StoredMessage(accepted, expires, connection, clientId, destination, priority, (flags & PERSISTENT) != 0, body, message);
    }

    private static int checksum(byte[] key, byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}

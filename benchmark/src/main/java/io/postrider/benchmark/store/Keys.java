package io.postrider.benchmark.store;

import java.nio.ByteBuffer;

/** Keys of the shapes that the store has: a message is destination, 9 - priority, position. */
final class Keys {

    static final int MESSAGE_BYTES = 17;
    private static final byte NORMAL_PRIORITY = 9 - 4;

    private Keys() {
    }

    static byte[] message(long destination, long position) {
        return ByteBuffer.allocate(MESSAGE_BYTES).putLong(destination).put(NORMAL_PRIORITY).putLong(position).array();
    }

    static long position(byte[] messageKey) {
        return ByteBuffer.wrap(messageKey).getLong(messageKey.length - Long.BYTES);
    }

    static byte[] lane(long destination) {
        return ByteBuffer.allocate(10).put((byte) 'l').putLong(destination).put(NORMAL_PRIORITY).array();
    }

    static byte[] session(long session) {
        return ByteBuffer.allocate(9).put((byte) 's').putLong(session).array();
    }

    static byte[] chunk(long body, int part) {
        return ByteBuffer.allocate(12).putLong(body).putInt(part).array();
    }
}

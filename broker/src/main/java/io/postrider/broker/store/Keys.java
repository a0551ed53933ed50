package io.postrider.broker.store;

/**
 * Keys of the store; {@code package-info} draws them. Numbers are eight bytes, highest first, so that keys sort as numbers:
 * a scan over a lane is delivery order.
 */
public final class Keys {
    /** First byte of keys in {@link Family#MESSAGES}. */
    public static final byte MESSAGE = 'm';
    public static final byte MATCH = 'x';
    public static final byte DELAYED = 'd';

    private Keys() {
    }

    /** A message in the log of a destination. */
    public static byte[] message(long destination, int priority, long position) {
        return lanePosition(MESSAGE, destination, priority, position);
    }

    /** An empty entry: the subscription wants the message at that position. */
    public static byte[] match(long subscription, int priority, long position) {
        return lanePosition(MATCH, subscription, priority, position);
    }

    /** A message that waits for its delivery time; {@code accepted} is the position taken at the send. */
    public static byte[] delayed(long dueMs, long accepted) {
        byte[] key = new byte[17];
        key[0] = DELAYED;
        putLong(key, 1, dueMs);
        putLong(key, 9, accepted);
        return key;
    }

    public static byte[] chunk(long body, int index) {
        byte[] key = new byte[12];
        putLong(key, 0, body);
        putInt(key, 8, index);
        return key;
    }

    /** A state key of a tag and up to two numbers. */
    public static byte[] state(char tag, long first) {
        byte[] key = new byte[9];
        key[0] = (byte) tag;
        putLong(key, 1, first);
        return key;
    }

    public static byte[] state(char tag, long first, int priority) {
        byte[] key = new byte[10];
        key[0] = (byte) tag;
        putLong(key, 1, first);
        key[9] = (byte) priority;
        return key;
    }

    public static byte[] state(char tag, long first, int priority, long second) {
        byte[] key = new byte[18];
        key[0] = (byte) tag;
        putLong(key, 1, first);
        key[9] = (byte) priority;
        putLong(key, 10, second);
        return key;
    }

    /** Position of a message or match key. */
    public static long position(byte[] key) {
        return getLong(key, 10);
    }

    private static byte[] lanePosition(byte tag, long owner, int priority, long position) {
        byte[] key = new byte[18];
        key[0] = tag;
        putLong(key, 1, owner);
        key[9] = (byte) (9 - priority);
        putLong(key, 10, position);
        return key;
    }

    static void putLong(byte[] target, int at, long value) {
        for (int i = 0; i < 8; i++) {
            target[at + i] = (byte) (value >>> (56 - 8 * i));
        }
    }

    static void putInt(byte[] target, int at, int value) {
        for (int i = 0; i < 4; i++) {
            target[at + i] = (byte) (value >>> (24 - 8 * i));
        }
    }

    public static long getLong(byte[] source, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | source[at + i] & 0xFF;
        }
        return value;
    }

    static int getInt(byte[] source, int at) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | source[at + i] & 0xFF;
        }
        return value;
    }
}

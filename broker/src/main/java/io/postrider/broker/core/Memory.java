package io.postrider.broker.core;

/** The budget for messages in memory, all lanes together. Owned by the core's thread. */
final class Memory {
    private final long bytesMax;
    private long bytes;
    private long pinnedBytes;
    private long stagedBytes;

    Memory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    void took(CachedMessage message) {
        bytes += message.weight();
    }

    void released(CachedMessage message) {
        bytes -= message.weight();
    }

    void pinned(CachedMessage message) {
        pinnedBytes += message.weight();
    }

    void unpinned(CachedMessage message) {
        pinnedBytes -= message.weight();
    }

    /** Bytes of messages that no lane has taken yet; they cannot be read again. @param change more of them, or fewer */
    void holds(long change) {
        bytes += change;
        pinnedBytes += change;
    }

    /** What open and prepared transactions keep in memory until they end. @param change more of it, or less */
    void staged(long change) {
        stagedBytes += change;
        bytes += change;
    }

    long stagedBytes() {
        return stagedBytes;
    }

    /** Bytes that all transactions together may keep in memory; a single one may always be as large as it may be. */
    long stagedBytesMax(long transactionBytesMax) {
        return Math.max(bytesMax / 4, transactionBytesMax);
    }

    /** Whether one more stored message may stay in memory, rather than be read again when it is wanted. */
    boolean hasRoom() {
        return bytes < bytesMax;
    }

    /** Whether something has to leave: there is no room, or what cannot be read again has taken half of it. */
    boolean isTight() {
        return !hasRoom() || pinnedBytes >= bytesMax / 2;
    }

    /** Bytes of a lane that stay in memory whatever happens, for the next consumer to begin with. */
    long share() {
        return bytesMax / 16;
    }

    /** Whether senders may go on: what cannot be read again leaves room. */
    boolean admits() {
        return pinnedBytes < bytesMax / 4 * 3;
    }

    long bytes() {
        return bytes;
    }

    long bytesMax() {
        return bytesMax;
    }
}

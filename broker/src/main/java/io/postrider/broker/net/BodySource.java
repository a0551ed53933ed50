package io.postrider.broker.net;

/** Where bodies lie that are delivered in parts. Any thread. */
public interface BodySource {
    /**
     * Reads one part, up to {@link io.postrider.broker.store.StoredMessage#CHUNK_BYTES} long. May wait for the disk.
     *
     * @param index from 0
     * @throws io.postrider.broker.store.StoreException if it is not there or cannot be read
     */
    byte[] readChunk(long body, int index);

    /** Runs a short piece of reading on a thread that may wait for the disk. @return false, and nothing happens, if too many wait */
    boolean execute(Runnable task);
}

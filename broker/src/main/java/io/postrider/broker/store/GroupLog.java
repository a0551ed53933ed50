package io.postrider.broker.store;

/** Where a committer's groups go. Called by the committer's thread only; {@link StoreException} is terminal. */
interface GroupLog {
    /** Applies a batch whose last write set is {@code last}; with {@code sync} it and all before it are durable on return. */
    void write(byte[] batch, long last, boolean sync);

    /** Makes everything up to {@code last}, which was written before, durable. */
    void sync(long last);
}

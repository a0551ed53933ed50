package io.postrider.broker.store;

/**
 * The only way to the store. Called by the core's thread; takes write sets in the order of their numbers, makes them durable
 * in that order and tells the core of each, in order, by a command. The first failure is terminal: nothing after it is
 * reported durable, ever.
 */
public interface Committer {
    /** Takes a write set and returns at once; its outcome comes back as a command to the core. */
    void commit(WriteSet set);
}

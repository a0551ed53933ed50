package io.postrider.broker.store;

/**
 * Hears what became of write sets, on the committer's thread and in the order of their numbers; must not block,
 * since the core may be waiting for that thread.
 */
public interface CommitListener {
    /** Everything up to this write set is there for reads that start from now on. */
    void applied(long number);

    /** Everything up to this write set outlives a loss of power. */
    void durable(long number);

    /** Nothing more is reported after this, ever: what was not reported durable has no outcome. */
    void failed(Throwable cause);
}

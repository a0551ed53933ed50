package io.postrider.benchmark.store;

/** The store's three kinds of records; whether each has a column family of its own is one of the questions. */
enum Family {
    /** Small, overwritten. */
    STATE,
    /** Put once, removed once. */
    MESSAGES,
    /** Parts of large bodies, put once, removed once. */
    CHUNKS
}

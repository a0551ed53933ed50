package io.postrider.broker.store;

/** A log that says it has synced and has not: what the tests of power loss must notice. */
record Dishonest(GroupLog log) implements GroupLog {
    @Override
    public void write(byte[] batch, long last, boolean sync) {
        log.write(batch, last, false);
    }

    @Override
    public void sync(long last) {
        // Only said.
    }
}

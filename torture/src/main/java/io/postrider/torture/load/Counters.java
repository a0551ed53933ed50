package io.postrider.torture.load;

import java.util.concurrent.atomic.AtomicLong;

/** What a client process did of one load, for who looks on; the checker does not count on it. Any thread. */
final class Counters {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    void sent(long messages) {
        sent.addAndGet(messages);
    }

    void received() {
        received.incrementAndGet();
    }

    @Override
    public String toString() {
        return sent + " " + received;
    }
}

package io.postrider.tck.servers;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends messages to a queue while a test does something else. */
final class Load {
    private static final long MINUTES_MAX = 5;

    private final AtomicInteger sent = new AtomicInteger();
    private final CompletableFuture<Void> done;

    private Load(ServerBroker broker, String queue, Set<String> texts) {
        Iterator<String> each = texts.iterator();
        done = CompletableFuture.runAsync(() -> {
            try (Messages messages = new Messages(broker)) {
                while (each.hasNext()) {
                    messages.send(queue, each.next(), Map.of());
                    sent.incrementAndGet();
                }
            }
        });
    }

    static Load start(ServerBroker broker, String queue, Set<String> texts) {
        return new Load(broker, queue, texts);
    }

    /** Returns when so many have been sent. */
    void awaitSent(int count) throws Exception {
        Waiting.until(java.time.Duration.ofMinutes(MINUTES_MAX), () -> "only " + sent + " messages are sent", () -> {
            if (done.isCompletedExceptionally()) {
                done.get();
            }
            return sent.get() >= count;
        });
    }

    /** Returns when all have been sent. */
    void awaitEnd() throws Exception {
        done.get(MINUTES_MAX, TimeUnit.MINUTES);
    }
}

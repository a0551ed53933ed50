package io.postrider.tck.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A transaction of the application while it is open, as the broker shows it. */
final class OpenTransaction {
    private static final Duration MOST = Duration.ofSeconds(60);

    private OpenTransaction() {
    }

    /**
     * Has the application send to that queue, and lets it end when the broker has shown its transaction.
     *
     * @param call of the application, for an operation that holds its transaction open
     */
    static JsonNode seen(ServerBroker broker, Messages messages, String queue, Callable<String> call) throws Exception {
        CompletableFuture<String> sending = CompletableFuture.supplyAsync(() -> {
            try {
                return call.call();
            } catch (Exception e) { // whatever a call throws, for who waits for it
                throw new CompletionException(e);
            }
        });
        List<JsonNode> seen = new ArrayList<>();
        Waiting.until(MOST, () -> "no transaction sends to the queue '" + queue + "'", () -> sending.isDone() || seen.addAll(sendingTo(queue, broker)));
        messages.send(queue + ".seen", "go", Map.of());
        assertEquals("sent", sending.get());
        assertEquals(1, seen.size(), seen::toString);
        return seen.get(0);
    }

    private static List<JsonNode> sendingTo(String queue, ServerBroker broker) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode transaction : broker.transactions()) {
            for (JsonNode held : transaction.path("destinations")) {
                if (held.path("destination").asText().endsWith(queue) && held.path("sent").asInt() > 0) {
                    found.add(transaction);
                }
            }
        }
        return found;
    }
}

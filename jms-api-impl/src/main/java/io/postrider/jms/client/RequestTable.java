package io.postrider.jms.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests of one link that wait for their answer. Opened by any thread, answered by the event loop. How long somebody waits
 * is that thread's business; an entry stays until its answer comes or the link ends.
 */
final class RequestTable {
    private final Map<Long, CompletableFuture<Object>> open = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private volatile BrokerFailure failure;

    record Request(long id, CompletableFuture<Object> answer) {
    }

    Request open() {
        Request request = new Request(last.incrementAndGet(), new CompletableFuture<>());
        open.put(request.id, request.answer);
        if (failure != null) {
            refuse(request.id, failure);
        }
        return request;
    }

    /** @return whether there was such a request */
    boolean answer(long id, Object answer) {
        CompletableFuture<Object> waiting = open.remove(id);
        if (waiting != null) {
            waiting.complete(answer);
        }
        return waiting != null;
    }

    boolean refuse(long id, BrokerFailure cause) {
        CompletableFuture<Object> waiting = open.remove(id);
        if (waiting != null) {
            waiting.completeExceptionally(cause);
        }
        return waiting != null;
    }

    /** The link has ended; in the order in which they were asked. */
    void fail(BrokerFailure cause) {
        failure = cause;
        List<Long> ids = new ArrayList<>(open.keySet());
        ids.sort(null);
        ids.forEach(id -> refuse(id, cause));
    }
}

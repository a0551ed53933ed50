package io.postrider.jms.client;

import io.postrider.transport.frame.MessageRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Deliveries in the order in which they are handed over: higher priorities first, then as they came. Guarded by its {@link Prefetch}. */
final class DeliveryBuffer {
    private static final int PRIORITY_MAX = 9;

    /** By priority; null where none has come yet. */
    private final List<ArrayDeque<Delivery>> queues = new ArrayList<>();
    private int count;

    DeliveryBuffer() {
        for (int priority = 0; priority <= PRIORITY_MAX; priority++) {
            queues.add(null);
        }
    }

    int size() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void add(Delivery delivery) {
        queue(delivery.priority()).addLast(delivery);
        count++;
    }

    /** Before all others of its priority. */
    void addFirst(Delivery delivery) {
        queue(delivery.priority()).addFirst(delivery);
        count++;
    }

    /** Takes out the next one, or gives null. */
    Delivery poll() {
        for (int priority = PRIORITY_MAX; count > 0 && priority >= 0; priority--) {
            ArrayDeque<Delivery> queue = queues.get(priority);
            if (queue != null && !queue.isEmpty()) {
                count--;
                return queue.pollFirst();
            }
        }
        return null;
    }

    /** Takes out what matches. @return that, in order */
    List<Delivery> remove(Predicate<Delivery> wanted) {
        List<Delivery> removed = new ArrayList<>();
        for (int priority = PRIORITY_MAX; count > 0 && priority >= 0; priority--) {
            ArrayDeque<Delivery> queue = queues.get(priority);
            if (queue != null) {
                queue.removeIf(delivery -> wanted.test(delivery) && removed.add(delivery));
            }
        }
        count -= removed.size();
        return removed;
    }

    void clear() {
        queues.replaceAll(queue -> null);
        count = 0;
    }

    static List<MessageRef> references(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::ref).toList();
    }

    static long bytes(List<Delivery> deliveries) {
        return deliveries.stream().mapToLong(Delivery::bytes).sum();
    }

    private ArrayDeque<Delivery> queue(int priority) {
        ArrayDeque<Delivery> queue = queues.get(priority);
        if (queue == null) {
            queue = new ArrayDeque<>();
            queues.set(priority, queue);
        }
        return queue;
    }
}

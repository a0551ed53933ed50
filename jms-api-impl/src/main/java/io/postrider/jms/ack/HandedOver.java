package io.postrider.jms.ack;

import io.postrider.jms.client.ConsumerState;
import io.postrider.jms.client.Delivery;
import io.postrider.transport.frame.MessageRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Messages that the application has and that are not acknowledged for good, in the order in which it got them. Guarded by its owner. */
final class HandedOver {
    /** By message, so that one that came a second time after a lost link counts once. */
    private final Map<MessageRef, Holding> messages = new LinkedHashMap<>();

    private record Holding(ConsumerState consumer, int generation) {
    }

    void add(ConsumerState consumer, Delivery delivery) {
        messages.put(delivery.ref(), new Holding(consumer, delivery.generation()));
    }

    int count() {
        return messages.size();
    }

    List<MessageRef> all() {
        return List.copyOf(messages.keySet());
    }

    /** Those that the broker still counts as ours: what was delivered before a link was lost went back there. */
    List<MessageRef> of(int generation) {
        return matching(holding -> holding.generation == generation);
    }

    /** Those that came through that consumer. */
    List<MessageRef> of(ConsumerState consumer) {
        return matching(holding -> holding.consumer == consumer);
    }

    private List<MessageRef> matching(Predicate<Holding> wanted) {
        return messages.entrySet().stream().filter(each -> wanted.test(each.getValue())).map(Map.Entry::getKey).toList();
    }

    void clear() {
        messages.clear();
    }
}

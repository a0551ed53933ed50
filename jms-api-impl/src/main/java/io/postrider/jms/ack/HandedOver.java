package io.postrider.jms.ack;

import io.postrider.jms.client.ConsumerState;
import io.postrider.transport.frame.MessageRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages that the application has and that are not acknowledged for good, in the order in which it got them. Guarded by its owner. */
final class HandedOver {
    /** By message, so that one that came a second time after a lost link counts once. */
    private final Map<MessageRef, ConsumerState> messages = new LinkedHashMap<>();

    void add(ConsumerState consumer, MessageRef ref) {
        messages.put(ref, consumer);
    }

    List<MessageRef> all() {
        return List.copyOf(messages.keySet());
    }

    List<MessageRef> of(ConsumerState consumer) {
        return messages.entrySet().stream().filter(each -> each.getValue() == consumer).map(Map.Entry::getKey).toList();
    }

    void clear() {
        messages.clear();
    }
}

package io.postrider.broker.core;

import io.postrider.broker.selector.Equality;
import io.postrider.broker.selector.Fields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The filtered subscriptions of a topic, found by the value that their selectors ask for: a message costs one look-up for each
 * property that is asked about, not one evaluation for each subscription. Owned by the core's thread.
 */
final class SelectorIndex {
    private final Map<String, Map<Object, List<Subscription>>> byProperty = new HashMap<>();
    private final List<Subscription> others = new ArrayList<>();

    void add(Subscription subscription) {
        listOf(subscription).add(subscription);
    }

    void remove(Subscription subscription) {
        listOf(subscription).remove(subscription);
    }

    private List<Subscription> listOf(Subscription subscription) {
        Equality equality = subscription.selector() == null ? null : subscription.selector().equality().orElse(null);
        if (equality == null) {
            return others;
        }
        return byProperty.computeIfAbsent(equality.identifier(), name -> new HashMap<>())
                .computeIfAbsent(equality.value(), value -> new ArrayList<>());
    }

    /** Calls {@code action} for each subscription that may want a message; those left out do not. */
    void candidates(Fields fields, Consumer<Subscription> action) {
        others.forEach(action);
        byProperty.forEach((property, byValue) -> {
            Object value = fields.value(property);
            if (value != null) {
                List<Subscription> found = byValue.get(Equality.key(value));
                if (found != null) {
                    found.forEach(action);
                }
            }
        });
    }
}

package io.postrider.broker.core;

import io.postrider.broker.selector.Selector;
import io.postrider.broker.store.StoredMessage;

import java.util.function.Predicate;

/** What a consumer or browser wants of the messages that a reader walks over. Immutable; used by a reader's thread. */
record Scan(Selector selector) implements Predicate<StoredMessage> {
    @Override
    public boolean test(StoredMessage message) {
        return selector == null || selector.matches(new MessageFields(message));
    }
}
